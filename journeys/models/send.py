"""Messages: decided once, sent once."""

from django.db import models
from django.db.models import F, Q


class Send(models.Model):
    """One message on one channel, of one node visit or of the service (``key``): the outbox row and its fate.

    queued → sending → sent | failed | unknown; or → refused (consent, suppression, cap, exit) | dropped (late).
    ``unknown`` means the provider may have it: it is never sent again blindly, and stands on the journeys page.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        REFUSED = "refused"
        DROPPED = "dropped"

    enrolment = models.ForeignKey(
        "journeys.Enrolment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sends",
        help_text="Empty: a message of the service, which belongs to no journey.",
    )
    key = models.CharField(
        max_length=120, unique=True, null=True, blank=True, help_text="What makes a message of the service one."
    )
    node = models.CharField(max_length=60, blank=True)
    visit = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=20)
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="sends")
    contact_hash = models.CharField(
        max_length=64, blank=True, help_text="Goes to this address only; empty: to the one that the client prefers."
    )
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    payload = models.JSONField(default=dict, help_text="SKUs recommended and why, ids from the context; no address.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    reason = models.CharField(max_length=60, blank=True, help_text="Why refused, dropped, failed or unknown.")
    decision_id = models.BigIntegerField(null=True, blank=True, help_text="The consent decision that allowed it.")
    message_id = models.CharField(max_length=120, unique=True, null=True, help_text="RFC 5322 Message-ID.")
    attempts = models.PositiveSmallIntegerField(default=0)
    cap_reserved_at = models.DateTimeField(
        null=True, blank=True, help_text="When its place under the caps was taken; a second try keeps the first place."
    )
    handed_over_at = models.DateTimeField(
        null=True, blank=True, help_text="Set just before the content goes to the provider: after that it may be there."
    )
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="After this it is dropped as late.")
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "node", "visit", "channel"],
                name="one_send_per_enrolment_node_visit_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False) ^ Q(key__isnull=False),
                name="a_message_is_of_a_journey_or_of_the_service",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(lease_until__isnull=False), name="a_send_under_way_is_leased"
            ),
            models.CheckConstraint(
                condition=~Q(status="unknown") | Q(handed_over_at__isnull=False),
                name="only_a_message_handed_over_can_be_unknown",
            ),
        ]
        indexes = [
            # The due sends, oldest first.
            models.Index(fields=["due_at"], condition=Q(status="queued"), name="send_due"),
            # Sends whose worker may have died.
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="send_leased"),
            # Messages of which nobody knows whether they arrived (journeys page).
            models.Index(fields=["-created_at"], condition=Q(status="unknown"), name="send_unknown"),
            # A client's messages, newest first (timeline).
            models.Index(fields=["client", "-created_at"], name="send_by_client"),
        ]


class DeliveryEvent(models.Model):
    """What a provider said of a message; each once."""

    provider = models.CharField(max_length=40)
    provider_id = models.CharField(max_length=160)
    send = models.ForeignKey(Send, null=True, on_delete=models.PROTECT, related_name="delivery_events")
    kind = models.CharField(max_length=20, help_text="delivered, bounced, complained, opened, clicked, unsubscribed")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="a_provider_event_is_kept_once")
        ]


class CapRule(models.Model):
    """At most ``maximum`` marketing messages to one client in ``days`` days, over every channel."""

    brand = models.ForeignKey("crm.Brand", on_delete=models.CASCADE, related_name="cap_rules")
    maximum = models.PositiveIntegerField(default=4)
    days = models.PositiveIntegerField(default=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "days"], name="one_cap_per_brand_and_window")]

    def __str__(self) -> str:
        return f"{self.maximum} in {self.days} days"


class CapUse(models.Model):
    """What is used of a cap in one window (number ``window`` since the epoch, ``days`` long)."""

    rule = models.ForeignKey(CapRule, on_delete=models.CASCADE, related_name="uses")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="cap_uses")
    window = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    maximum = models.PositiveIntegerField(help_text="Copied from the rule when reserved, so the database can hold it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "client", "window"], name="one_use_per_cap_client_and_window"),
            models.CheckConstraint(condition=Q(used__lte=F("maximum")), name="a_cap_is_never_exceeded"),
        ]


class KillSwitch(models.Model):
    """Stops every message of a brand, or of the whole group, at once."""

    brand = models.OneToOneField("crm.Brand", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    reason = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "kill switches"
