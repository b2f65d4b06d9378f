"""Groups of clients, and who entered or left them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Segment(models.Model):
    class Kind(models.TextChoices):
        STATIC = "static", "By hand or by tag"
        COMPUTED = "computed", "By rule"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="segments")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STATIC)
    tag = models.CharField(max_length=40, blank=True, help_text="A static segment that this tag of a context enters.")
    draft = models.JSONField(null=True, blank=True, help_text="The definition that is being written, not yet in use.")
    version = models.ForeignKey(
        "crm.SegmentVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="In use now."
    )
    counted_version = models.ForeignKey(
        "crm.SegmentVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version by which everybody was last asked.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "code"], name="one_segment_code_per_brand"),
            models.CheckConstraint(
                condition=Q(kind="computed") | Q(version=None), name="a_static_segment_has_no_definition"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SegmentVersion(models.Model):
    """A definition that was put to use. Append-only: the database refuses UPDATE and DELETE (see migration)."""

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField(help_text="As crm.segments.definition reads it.")
    sha256 = models.CharField(max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="one_version_per_segment_and_number")]

    def __str__(self) -> str:
        return f"{self.segment_id} v{self.number}"


class SegmentClock(models.Model):
    """Up to which moment the windows of a segment were looked through. Apart from Segment, whose row others lock."""

    segment = models.OneToOneField(Segment, primary_key=True, on_delete=models.CASCADE, related_name="clock")
    swept_to = models.DateTimeField()


class ChangedClient(models.Model):
    """Somebody whose segments must be looked at again. Triggers write it beside whatever changed.

    Only ever added to and taken from, in any number: a row each for a client would be one more lock for each writer,
    and two writers could wait for each other. No foreign key for the same reason.
    """

    client_id = models.BigIntegerField()


class SegmentMember(models.Model):
    # Keys in the database cost a look-up each for every row, and a first count writes millions: Django holds them.
    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="members", db_index=False, db_constraint=False
    )
    client = models.ForeignKey(
        "crm.Client", on_delete=models.PROTECT, related_name="segment_memberships", db_constraint=False
    )
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "client"], name="one_membership_per_segment_and_client")
        ]


class SegmentFlow(models.Model):
    """How many entered and left a segment on a day: what the size and the chart of a segment are summed from.

    Triggers add a row for each statement that changed members, so that two writers never wait for one figure; beat
    makes one row of a day's (crm.actions.segment_flow).
    """

    # Without a foreign key in the database: triggers also write while a segment and its members are deleted.
    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="flow", db_index=False, db_constraint=False
    )
    day = models.DateField()
    entered = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        indexes = [
            # The size of a segment, and its chart by day.
            models.Index(fields=["segment", "day"], name="segment_flow_by_day")
        ]


class SegmentChange(models.Model):
    """The log of who entered and left, in order."""

    class Change(models.TextChoices):
        ENTERED = "entered"
        LEFT = "left"

    # As for members; both indexes below begin with one of them.
    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="changes", db_index=False, db_constraint=False
    )
    client = models.ForeignKey(
        "crm.Client", on_delete=models.PROTECT, related_name="segment_changes", db_index=False, db_constraint=False
    )
    change = models.CharField(max_length=8, choices=Change.choices)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # When did this client enter or leave, newest first (timeline).
            models.Index(fields=["client", "-at"], name="segment_change_by_client"),
            # Who entered and left a segment, newest first (its page).
            models.Index(fields=["segment", "-at", "-id"], name="segment_change_by_segment"),
        ]
