"""Who was told of whom, what they are told of a person's rights, and their answer."""

import uuid

from django.db import models
from django.db.models import Q


class Disclosure(models.Model):
    """That a destination was told of a client, once or more often (GDPR Art. 19). No foreign key to the client: the
    record that it knows by its public id stays the one it knows, whoever is merged with whom."""

    destination = models.ForeignKey("crm.Destination", on_delete=models.CASCADE, related_name="disclosures")
    client_id = models.BigIntegerField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            # By the client first: who was told of somebody is asked of one person.
            models.UniqueConstraint(
                fields=["client_id", "destination"], name="a_disclosure_is_kept_once_for_a_destination"
            )
        ]


class RecipientNotice(models.Model):
    """One message to one destination for one request: due → sending → acknowledged; after the last try stuck.

    ``sealed_uid`` is the public id by which the destination knows the person, unreadable without the house's key,
    and emptied once it answered; ``client_id`` the number of that record. A later message of the same request (that a
    restriction ended) waits until the earlier one arrived or was given up.
    """

    class Status(models.TextChoices):
        DUE = "due", "Waiting"
        SENDING = "sending", "On its way"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        STUCK = "stuck", "No answer"

    # Proof of an answer ends with the request that was answered.
    request = models.ForeignKey("consent.SubjectRequest", on_delete=models.CASCADE, related_name="recipient_notices")
    destination = models.ForeignKey("crm.Destination", on_delete=models.PROTECT, related_name="recipient_notices")
    client_id = models.BigIntegerField()
    type = models.CharField(max_length=20)
    sealed_uid = models.CharField(max_length=255, blank=True)
    fields = models.JSONField(default=list, help_text="Names of what changed; no value.")
    message_id = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=40, blank=True, help_text="The last: http_200, http_500, timeout...")
    due_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "destination", "type", "client_id"], name="a_recipient_is_told_once_of_a_request"
            ),
            models.CheckConstraint(
                condition=Q(status="acknowledged", acknowledged_at__isnull=False, sealed_uid="")
                | ~Q(status="acknowledged") & Q(acknowledged_at=None),
                name="who_acknowledged_is_forgotten_and_says_when",
            ),
        ]
        indexes = [
            # What workers ask every two seconds; one under way is due again when its lease ends.
            models.Index(fields=["due_at"], condition=Q(status__in=["due", "sending"]), name="recipient_notice_due")
        ]
