"""What people decide about identity: values that mean nobody, clients put aside, and links that were cut."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BlockedIdentifier(models.Model):
    """A value that identifies nobody, beside those that the program ships (crm.identity.placeholders)."""

    class Why(models.TextChoices):
        PLACEHOLDER = "placeholder", "a placeholder"
        OWN_DEVICE = "own_device", "a device of the house"
        OWN_MAILBOX = "own_mailbox", "an address of the house"
        SHARED_DEVICE = "shared_device", "a device that many people use"
        MISUSED = "misused", "given by many people"

    namespace = models.CharField(max_length=40, blank=True, help_text="Empty: in every namespace.")
    value = models.CharField(
        max_length=254, help_text="As it is written. Of e-mail addresses also a whole domain: @maison.example."
    )
    why = models.CharField(max_length=20, choices=Why, default=Why.PLACEHOLDER)
    note = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: by rule.",
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["namespace", "value"], name="a_value_is_blocked_once"),
            models.CheckConstraint(condition=~Q(value=""), name="a_blocked_value_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"blocked {self.namespace or 'value'} #{self.pk}"


class IdentityReview(models.Model):
    """A client put aside: nothing new is linked to them until a person has looked."""

    class Reason(models.TextChoices):
        TOO_MANY = "too_many", "more identifiers than one person has"
        TOO_MANY_AT_ONCE = "at_once", "one call brought more identifiers than one person has"

    class Decision(models.TextChoices):
        KEEP_ON = "keep_on", "one person, link on"
        CUT = "cut", "what did not belong was cut"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="identity_reviews")
    reason = models.CharField(max_length=12, choices=Reason)
    counts = models.JSONField(default=dict, help_text="By namespace, how many identifiers there were.")
    source = models.CharField(max_length=80, help_text="Who brought the last one.")
    asserted_by = models.CharField(max_length=100, blank=True, help_text="messageId of the event, or a reference.")
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(decided_at=None), name="one_open_identity_review_per_client"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="an_identity_review_is_decided_whole",
            ),
        ]
        indexes = [
            # The desk: what waits, the oldest first.
            models.Index(fields=["opened_at", "id"], condition=Q(decided_at=None), name="identity_review_waiting")
        ]

    @property
    def total(self) -> int:
        counts: dict[str, Any] = self.counts
        return sum(counts.values())

    def __str__(self) -> str:
        return f"identity review {self.pk}"


class IdentityCut(models.Model):
    """That a person cut one link, and what came of it: who parted, or which devices fell off."""

    link = models.ForeignKey("crm.IdentityLink", on_delete=models.PROTECT, related_name="cuts")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="+")
    parted = models.ForeignKey(
        "crm.Client",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The record made of those who went; empty where only devices fell off, or all are tied otherwise.",
    )
    identifiers = models.JSONField(default=list, help_text="Ids of those that left.")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=Q(undone_at=None), name="a_link_is_cut_once"),
            models.CheckConstraint(condition=~Q(client=F("parted")), name="a_cut_parts_two_clients"),
        ]

    def __str__(self) -> str:
        return f"identity cut {self.pk}"
