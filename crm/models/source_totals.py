"""What a source says that it sold, and whether we have the same."""

from django.db import models
from django.db.models import Q


class SourceTotal(models.Model):
    """A source's own total of one day: the sales, or the returns, in one currency. Stated again, it is replaced."""

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40, help_text="The system that wrote the receipts.")
    day = models.DateField(help_text="In the brand's time zone.")
    kind = models.CharField(max_length=8, choices=[("sale", "sale"), ("return", "return")])
    currency = models.CharField(max_length=3)
    count = models.PositiveIntegerField(help_text="Of receipts.")
    amount = models.DecimalField(max_digits=16, decimal_places=2, help_text="Their sum; not positive for returns.")
    references = models.JSONField(
        null=True, blank=True, help_text="The numbers of all its receipts of the day, where it states them."
    )
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "source", "day", "kind", "currency"], name="one_total_per_source_day_kind_and_currency"
            ),
            models.CheckConstraint(
                condition=Q(kind="sale", amount__gte=0) | Q(kind="return", amount__lte=0),
                name="a_total_has_the_sign_of_its_kind",
            ),
        ]
        indexes = [
            # The nightly check and the page: the latest days.
            models.Index(fields=["-day"], name="source_total_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"


class SourceComparison(models.Model):
    """What we had of a total on the evening of one day, beside what the source had stated by then."""

    total = models.ForeignKey(SourceTotal, on_delete=models.CASCADE, related_name="comparisons", db_index=False)
    compared_on = models.DateField()
    stated_count = models.PositiveIntegerField()
    stated_amount = models.DecimalField(max_digits=16, decimal_places=2)
    our_count = models.PositiveIntegerField()
    our_amount = models.DecimalField(max_digits=16, decimal_places=2)
    missing = models.JSONField(default=list, help_text="References that it states and we do not have; the first ones.")
    unstated = models.JSONField(default=list, help_text="References that we have and it does not state.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["total", "compared_on"], name="one_comparison_per_total_and_day")
        ]
