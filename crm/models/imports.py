"""Files that were imported: how far, and with what result; and those that headquarters hands in on a screen."""

from django.conf import settings
from django.db import models
from django.db.models import Q


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
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "brand", "sha256"], name="one_run_per_file_mapping_and_brand")
        ]


class Upload(models.Model):
    """A file that headquarters handed in: how it is read, what a dry run found, how far its import is.

    ``due_at`` makes a worker look: while one works, it lies ahead and is moved on with every step, so that the file of
    a worker that died is due again by itself.
    """

    class Status(models.TextChoices):
        MAPPING = "mapping", "Columns to be confirmed"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        IMPORTING = "importing", "Being imported"
        PAUSED = "paused", "Paused"
        DONE = "done", "Imported"
        FAILED = "failed", "Stopped"

    AT_WORK = (Status.CHECKING, Status.IMPORTING)

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=60, unique=True, help_text="Name in the folder of uploads.")
    size = models.BigIntegerField(help_text="Bytes.")
    mapping = models.JSONField(default=dict, help_text="As a mapping file in TOML has it.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MAPPING)
    due_at = models.DateTimeField(null=True, blank=True)
    is_pausing = models.BooleanField(default=False, help_text="Stops after the lines that are being settled.")
    rows = models.BigIntegerField(default=0, help_text="Lines read in the present work.")
    bytes_read = models.BigIntegerField(default=0)
    foretold = models.JSONField(default=dict, help_text="What the dry run found.")
    result = models.JSONField(default=dict, help_text="What the import came to.")
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    worked_at = models.DateTimeField(null=True, blank=True, help_text="When the present work began.")
    finished_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When the file itself was deleted.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["checking", "importing"], due_at__isnull=False)
                | ~Q(status__in=["checking", "importing"]) & Q(due_at=None),
                name="an_upload_is_due_exactly_while_there_is_work",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="an_upload_is_not_empty"),
        ]
        indexes = [
            # What workers ask every two seconds.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="upload_due"),
            # The history of a brand, newest first.
            models.Index(fields=["brand", "-created_at"], name="upload_by_brand"),
            # Files to delete.
            models.Index(fields=["created_at"], condition=Q(erased_at=None), name="upload_kept"),
        ]

    def __str__(self) -> str:
        return self.file_name


class SavedMapping(models.Model):
    """How files of one origin are read, under a name, for the next file of it."""

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="saved_mappings")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    content = models.JSONField(help_text="As a mapping file in TOML has it.")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "name"], name="one_mapping_per_brand_kind_and_name")
        ]

    def __str__(self) -> str:
        return self.name
