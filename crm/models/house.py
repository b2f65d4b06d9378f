"""The group: its brands and boutiques."""

from django.db import models
from django.db.models import Q

from consent.residency.regions import Region

# A key that shows each client nothing but their own, wherever they are: nobody else is told.
OWN_DEVICE = "own"


class Brand(models.Model):
    """A house of the group, with the theme of its screens and messages."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=12, default="en")
    currency = models.CharField(max_length=3, default="EUR")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    accent = models.CharField(max_length=7, default="#80603A", help_text="Accent colour on light surfaces.")
    accent_dark = models.CharField(max_length=7, default="#CDA873", help_text="Accent colour on dark surfaces.")
    from_email = models.EmailField(default="clients@example.com")

    def __str__(self) -> str:
        return self.name


class Boutique(models.Model):
    """A place that sells and holds stock; the brand's online shop is one too."""

    class Kind(models.TextChoices):
        BOUTIQUE = "boutique"
        ONLINE = "online"

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="boutiques")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BOUTIQUE)
    city = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2)
    address = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        verbose_name_plural = "boutiques"

    def __str__(self) -> str:
        return f"{self.brand.name}, {self.name}"


class Source(models.Model):
    """Where interactions come from: one website, one app, one till, with its Segment write key."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="sources")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    write_key = models.CharField(
        max_length=64, unique=True, help_text="Public by the specification: it can only write."
    )
    former_write_key = models.CharField(
        max_length=64, blank=True, db_default="", editable=False, help_text="Still taken until former_until."
    )
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    allowed_origins = models.JSONField(default=list, blank=True, help_text="Web origins that may write with this key.")
    is_shared_device = models.BooleanField(default=False, help_text="A boutique's own tablet or kiosk: never links.")
    is_active = models.BooleanField(default=True)
    expected_every = models.PositiveIntegerField(
        default=24 * 60, help_text="Minutes. Silent for longer than this, the source is shown as stale."
    )
    country = models.CharField(
        max_length=2, blank=True, db_default="", help_text="ISO code; empty: it serves several countries."
    )
    order_prefix = models.CharField(
        max_length=20,
        blank=True,
        db_default="",
        help_text="Put before the order numbers of its events, where two shops of the brand number alike.",
    )
    schema = models.JSONField(
        default=dict, blank=True, db_default={}, help_text="Which events are expected (crm.ingest.source_schema)."
    )
    last_seen_at = models.DateTimeField(null=True, editable=False, help_text="To the minute.")

    class Meta:
        indexes = [
            # Whose former key a request still carries (crm.ingest.sources).
            models.Index(fields=["former_write_key"], condition=~Q(former_write_key=""), name="source_by_former_key")
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A machine's key to the public API. Only its hash is kept; it is shown once."""

    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    region = models.CharField(
        max_length=5,
        choices=[*Region.choices, (OWN_DEVICE, "The client's own device")],
        blank=True,
        db_default="",
        default="",
        help_text="Where the system behind it keeps what it reads; empty: in the house's own region.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="From then on it opens nothing; may lie ahead.")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
