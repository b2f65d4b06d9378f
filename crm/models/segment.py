"""Groups of clients, and who entered or left them."""

from django.db import models


class Segment(models.Model):
    class Kind(models.TextChoices):
        STATIC = "static", "By hand or by tag"
        COMPUTED = "computed", "By rule"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="segments")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STATIC)
    tag = models.CharField(max_length=40, blank=True, help_text="A static segment that this tag of a context enters.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="one_segment_code_per_brand")]

    def __str__(self) -> str:
        return self.name


class SegmentMember(models.Model):
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="segment_memberships")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "client"], name="one_membership_per_segment_and_client")
        ]


class SegmentChange(models.Model):
    """The log of who entered and left, in order."""

    class Change(models.TextChoices):
        ENTERED = "entered"
        LEFT = "left"

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="changes")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="segment_changes")
    change = models.CharField(max_length=8, choices=Change.choices)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # When did this client enter or leave, newest first (timeline).
            models.Index(fields=["client", "-at"], name="segment_change_by_client")
        ]
