"""What happens to a piece after it was sold, and what clients say of the house."""

from django.db import models
from django.db.models import Q


class Repair(models.Model):
    """A piece that came back to be put right. ``status`` is that of its latest step by date."""

    class Status(models.TextChoices):
        OPENED = "opened", "Opened"
        RECEIVED = "received", "At the workshop"
        REJECTED = "rejected", "Not accepted"
        COMPLETED = "completed", "Repaired"
        SHIPPED = "shipped", "On its way back"
        DELAYED = "delayed", "Delayed"
        CLOSED = "closed", "Handed over"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="repairs")
    number = models.CharField(max_length=60)
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="repairs")
    boutique = models.ForeignKey(
        "crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="repairs"
    )
    sku = models.CharField(max_length=60, blank=True)
    variant = models.ForeignKey("crm.Variant", null=True, blank=True, on_delete=models.PROTECT, related_name="repairs")
    description = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPENED)
    opened_at = models.DateTimeField()
    promised_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_repair_per_brand_and_number"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) | ~Q(status="closed") & Q(closed_at=None),
                name="a_closed_repair_says_when",
            ),
        ]
        indexes = [
            # A client's repairs, newest first (client page, timeline).
            models.Index(fields=["client", "-opened_at"], name="repair_by_client"),
            # What falls out of a segment's window between two moments (clienteling.segments.repairs).
            models.Index(fields=["opened_at"], name="repair_by_moment"),
            # What a boutique has promised and not handed over.
            models.Index(
                fields=["boutique", "promised_on"], condition=Q(closed_at=None), name="repair_open_by_boutique"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RepairStep(models.Model):
    """One step of a repair. The same step told twice is one row."""

    repair = models.ForeignKey(Repair, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=10, choices=Repair.Status.choices)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repair", "at", "status"], name="one_step_per_repair_moment_and_status")
        ]


class SurveyAnswer(models.Model):
    """What a client answered to one question of satisfaction.

    Scales: ``nps`` 0 to 10 (Reichheld, "The One Number You Need to Grow", 2003), ``csat`` 1 to 5, ``ces`` 1 to 7.
    """

    class Kind(models.TextChoices):
        NPS = "nps", "Would recommend"
        CSAT = "csat", "Satisfaction"
        CES = "ces", "Effort"

    # The best answer of each scale.
    HIGHEST = {Kind.NPS: 10, Kind.CSAT: 5, Kind.CES: 7}

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="survey_answers")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="survey_answers")
    boutique = models.ForeignKey("crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    moment = models.CharField(max_length=40, blank=True, help_text="What was asked after: purchase, repair, visit.")
    score = models.SmallIntegerField()
    comment = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField()
    source = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "source", "source_ref"], name="one_answer_per_brand_source_and_reference"
            ),
            models.CheckConstraint(
                condition=Q(kind="nps", score__range=(0, 10))
                | Q(kind="csat", score__range=(1, 5))
                | Q(kind="ces", score__range=(1, 7)),
                name="a_score_is_on_its_scale",
            ),
        ]
        indexes = [
            # A client's answers, newest first (client page, timeline).
            models.Index(fields=["client", "-answered_at"], name="answer_by_client"),
            # What falls out of a segment's window between two moments (clienteling.segments.satisfaction).
            models.Index(fields=["answered_at"], name="answer_by_moment"),
        ]
