"""The consent ledger: what was decided, by whom, how, and on which words.

Fields follow what ISO/IEC TS 27560 describes of a consent record. No conformity is claimed.
The ledger holds a keyed hash of the contact point, never the address itself, so that it can be
kept as evidence after the address is erased.
"""

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """One decision. Append-only: the database refuses UPDATE and DELETE (see migration 0003)."""

    class Status(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"
        PENDING = "pending", "Waiting for double opt-in"

    class Method(models.TextChoices):
        WEB_FORM = "web_form"
        BOUTIQUE_TABLET = "boutique_tablet"
        APP = "app"
        IMPORT = "import"
        ONE_CLICK = "one_click"
        GPC = "gpc", "Global Privacy Control"
        API = "api"
        STAFF = "staff"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="decisions")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey("consent.Purpose", on_delete=models.PROTECT, related_name="decisions")
    channel = models.CharField(max_length=20)
    contact_hash = models.CharField(max_length=64, help_text="HMAC-SHA-256 of the normalised contact point.")
    status = models.CharField(max_length=12, choices=Status.choices)
    method = models.CharField(max_length=20, choices=Method.choices)
    origin = models.CharField(max_length=200, blank=True, help_text="Path, file or device where it was taken.")
    notice = models.ForeignKey("consent.Notice", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    captured_at = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    confirms = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmed_by",
        help_text="The pending yes that this one confirms: a link confirms once.",
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # Not validated for rows from before (migration 0015).
            models.CheckConstraint(
                condition=~models.Q(status="given") | ~models.Q(method="staff") | models.Q(confirms__isnull=False),
                name="a_yes_of_staff_was_confirmed_by_the_client",
            )
        ]
        indexes = [
            # The evidence of one client's consent, newest first.
            models.Index(fields=["client", "-captured_at"], name="decision_by_client"),
            # What still waits for its link to be sent (journeys' sweep for lost signals).
            models.Index(fields=["recorded_at"], condition=models.Q(status="pending"), name="decision_pending"),
            # Who said no on an address that comes to somebody else (consent.actions.heed).
            models.Index(
                fields=["contact_hash"],
                condition=models.Q(status__in=["refused", "withdrawn"]),
                name="decision_against_contact",
            ),
            # Whose consent runs out between two moments (crm.segments.windows).
            models.Index(fields=["valid_to"], condition=models.Q(valid_to__isnull=False), name="decision_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.channel} {self.status}"


class CurrentDecision(models.Model):
    """Which decision holds now, one per contact point, purpose, channel and brand."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="current_decisions")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey("consent.Purpose", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    contact_hash = models.CharField(max_length=64)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "contact_hash", "purpose", "channel", "brand"],
                name="one_current_decision_per_contact_point_purpose_and_brand",
            )
        ]
        indexes = [
            # Every row of an address, while the key of its hash changes (consent.rehashing); whom an address that was
            # just suppressed belongs to (crm's migration suppressions_reach_audiences).
            models.Index(fields=["contact_hash"], name="current_by_contact"),
        ]


class Suppression(models.Model):
    """An address that must not be written to. Hashed, so that it outlives erasure."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed"
        BOUNCED = "bounced"
        COMPLAINED = "complained"
        OBJECTED = "objected", "Objection to marketing (GDPR Art. 21)"
        ERASED = "erased"

    channel = models.CharField(max_length=20)
    contact_hash = models.CharField(max_length=64)
    brand = models.ForeignKey(
        "crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: every brand."
    )
    marketing_only = models.BooleanField(default=True, help_text="False: nothing at all may be sent (a dead address).")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "contact_hash", "brand", "reason"],
                condition=models.Q(lifted_at=None),
                nulls_distinct=False,
                name="one_live_suppression_per_contact_point_brand_and_reason",
            )
        ]
