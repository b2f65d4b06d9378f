"""How much each source sends, kept as sums, so that nobody counts the interactions themselves."""

from django.db import models


class SourceTally(models.Model):
    """An addition to the sums that was not made yet. Only ever added, so that no two senders wait for each other.

    The database itself writes one row for each statement that stores interactions; ingest writes those that say
    which schema was violated (``event`` and ``code`` are then filled). A worker adds them up and takes them off.
    """

    # As with the interactions themselves, nothing is asked of the source's row while ingest writes.
    source = models.ForeignKey(
        "crm.Source", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    hour = models.DateTimeField(help_text="Its beginning, in UTC.")
    event = models.CharField(max_length=200, blank=True, db_default="")
    path = models.CharField(max_length=120, blank=True, db_default="")
    code = models.CharField(max_length=40, blank=True, db_default="")
    count = models.PositiveIntegerField()


class SourceHour(models.Model):
    """How many interactions of a source were stored in an hour."""

    source = models.ForeignKey("crm.Source", on_delete=models.CASCADE, related_name="hours", db_index=False)
    hour = models.DateTimeField(help_text="Its beginning, in UTC.")
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="one_sum_per_source_and_hour")]


class SchemaViolation(models.Model):
    """How often in a day a source broke one rule of its own schema. The events were kept all the same."""

    source = models.ForeignKey("crm.Source", on_delete=models.CASCADE, related_name="violations", db_index=False)
    day = models.DateField()
    event = models.CharField(max_length=200)
    path = models.CharField(max_length=120, blank=True, help_text="Which property; empty: the event itself.")
    code = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "day", "event", "path", "code"], name="one_count_per_violated_rule_and_day"
            )
        ]
