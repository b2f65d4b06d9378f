"""Files that were imported: how far, and with what result."""

from django.db import models


class ImportRun(models.Model):
    """One file of one kind for one brand. ``position`` moves in the transaction that keeps the rows."""

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"

    kind = models.CharField(max_length=20)
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="imports")
    sha256 = models.CharField(max_length=64, help_text="Of the file's bytes and of the mapping.")
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    position = models.BigIntegerField(default=0, help_text="Lines of the file that are settled.")
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "brand", "sha256"], name="one_run_per_file_mapping_and_brand")
        ]
