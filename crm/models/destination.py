"""Where audiences go, who is told to be in them, and what is on its way."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from consent.residency.regions import Region


class Destination(models.Model):
    """Another system that is told who enters and leaves, by signed webhook."""

    Region = Region

    class Tells(models.TextChoices):
        UID = "uid", "Unique id alone"
        EMAIL = "email_sha256", "Unique id and the e-mail's SHA-256"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="destinations")
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    purpose = models.ForeignKey("consent.Purpose", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, blank=True, help_text="Where the purpose has channels, the one it uses.")
    region = models.CharField(max_length=5, choices=Region.choices, help_text="Where the system keeps what it is told.")
    tells = models.CharField(max_length=12, choices=Tells.choices, default=Tells.UID)
    secret = models.CharField(max_length=255, help_text="Sealed; it signs.")
    former_secret = models.CharField(max_length=255, blank=True, help_text="Sealed; it signs too, for a while.")
    former_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="one_destination_name_per_brand"),
            models.CheckConstraint(
                condition=Q(former_secret="", former_until=None) | ~Q(former_secret="") & Q(former_until__isnull=False),
                name="a_former_secret_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """That a destination is told of a segment: its members whose consent and region allow it.

    ``swept_to`` None: everybody has yet to be asked. ``next_number``: of the next delivery.
    """

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="audiences")
    segment = models.ForeignKey("crm.Segment", on_delete=models.PROTECT, related_name="audiences")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    swept_to = models.DateTimeField(null=True, editable=False)
    next_number = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "segment"],
                condition=Q(stopped_at=None),
                name="one_live_audience_per_destination_and_segment",
            )
        ]


class AudienceMember(models.Model):
    """Who is to be known to the destination. No foreign key: who is erased is still to be told of, as one who left."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members", db_index=False)
    client_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "client_id"], name="one_membership_per_audience_and_client")
        ]


class AudienceChange(models.Model):
    """Somebody of whom the destination has yet to be told; what is told is how it stands then. Only added and taken."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="changes", db_constraint=False)
    client_id = models.BigIntegerField()
    uid = models.CharField(max_length=16)


class Delivery(models.Model):
    """One message to a destination and its fate. ``message_id`` is the same at every try.

    due → sending → delivered; after the last try stuck, which a person may make due again. Those of an audience go in
    their order, so one that is stuck holds those behind it.
    """

    class Status(models.TextChoices):
        DUE = "due", "Waiting"
        SENDING = "sending", "On its way"
        DELIVERED = "delivered", "Delivered"
        STUCK = "stuck", "Given up"

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveIntegerField()
    message_id = models.UUIDField(unique=True, default=uuid.uuid4)
    type = models.CharField(max_length=20)
    entered = ArrayField(models.CharField(max_length=16), default=list, help_text="Unique ids; emptied when delivered.")
    left = ArrayField(models.CharField(max_length=16), default=list, help_text="Unique ids; emptied when delivered.")
    entered_count = models.PositiveIntegerField(default=0)
    left_count = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=40, blank=True, help_text="The last: http_200, http_500, timeout...")
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["audience", "number"], name="one_delivery_per_audience_and_number"),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(lease_until__isnull=False), name="a_delivery_under_way_is_leased"
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_at__isnull=False), name="a_delivery_made_says_when"
            ),
        ]
        indexes = [
            # What has yet to arrive, in order: which is next of each audience, and what is overdue.
            models.Index(fields=["audience", "number"], condition=~Q(status="delivered"), name="delivery_not_made"),
        ]
