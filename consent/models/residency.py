"""Where clients live by law, where processors lie, which transfers are allowed, and which were made or refused."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consent.residency.regions import Region


class Residence(models.Model):
    """That a client lives under another region's law than their country says. Stays on its record after a merge."""

    client = models.OneToOneField("crm.Client", on_delete=models.PROTECT, related_name="residence")
    region = models.CharField(max_length=5, choices=Region.choices)
    because = models.CharField(max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty: replayed from the journal.",
    )  # fmt: skip
    set_at = models.DateTimeField()


class TransferRule(models.Model):
    """That data of one region's clients may go to another, and on which ground. Without a rule they stay."""

    class Ground(models.TextChoices):
        ADEQUACY = "adequacy", "Adequacy decision (GDPR Art. 45 and its like)"
        CLAUSES = "clauses", "Standard contractual clauses (GDPR Art. 46(2)(c) and their like)"
        CONSENT = "consent", "The client's own consent (GDPR Art. 49(1)(a), APPI Art. 28)"
        SEPARATE = "separate", "Separate consent, beside a filed contract or an assessment (PIPL Art. 38, 39)"
        FREE = "free", "The law of the region asks for nothing"

    from_region = models.CharField(max_length=5, choices=Region.choices)
    to_region = models.CharField(max_length=5, choices=Region.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    document = models.CharField(max_length=200, blank=True, help_text="Where the contract or the filing lies.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_region", "to_region"], name="one_transfer_rule_per_pair_of_regions"),
            models.CheckConstraint(condition=~Q(from_region=F("to_region")), name="within_a_region_is_no_transfer"),
            models.CheckConstraint(
                condition=~Q(from_region="cn") | Q(ground="separate"),
                name="china_is_left_with_separate_consent_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_region} to {self.to_region}"


class Processor(models.Model):
    """A provider or a storage, and the region where it lies. A kind that has none here lies in the house's own."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail"
        SMS = "sms", "SMS"
        WHATSAPP = "whatsapp", "WhatsApp"
        WECHAT = "wechat", "WeChat"
        LINE = "line", "LINE"
        PUSH = "push", "Push"
        UPLOADS = "uploads", "Uploaded files"
        EXPORTS = "exports", "Exports"
        BACKUPS = "backups", "Backups"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.SlugField(max_length=40, unique=True, help_text="Of CLIENTELING_MAIL_SERVERS or _EXPORT_FOLDERS.")
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=5, choices=Region.choices)
    brand = models.ForeignKey("crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Transfer(models.Model):
    """That data crossed from one region to another, or was not let. Append-only (migration 0024).

    A refusal names its client; what was let through in bulk counts. ``key`` makes what repeats itself one row.
    """

    at = models.DateTimeField()
    is_allowed = models.BooleanField()
    client = models.ForeignKey("crm.Client", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=1, help_text="Of clients.")
    from_region = models.CharField(max_length=5, choices=Region.choices)
    to_region = models.CharField(max_length=5, choices=Region.choices)
    place = models.CharField(max_length=80, help_text="Such as: email default, destination 7, key ck_1, export.")
    purpose = models.CharField(max_length=60)
    ground = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, help_text="allowed, no_rule, no_consent.")
    decision_id = models.BigIntegerField(null=True, blank=True, help_text="The consent that it rests on.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_allowed=True) & ~Q(ground="") | Q(is_allowed=False, ground=""),
                name="a_transfer_rests_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(is_allowed=True) | Q(client__isnull=False, count=1), name="a_refused_transfer_names_whose"
            ),
        ]
        indexes = [
            # What was refused, newest first (the officer's page); all of them go by id.
            models.Index(fields=["-id"], condition=Q(is_allowed=False), name="transfer_refused"),
        ]
