"""Archives of what the house holds of one person: made by a worker, fetched by them, deleted after a week."""

import secrets

from django.db import models
from django.db.models import Q


def new_file_name() -> str:
    return f"{secrets.token_hex(16)}.zip"


class DataExport(models.Model):
    """due → working → ready → deleted; failed after the last try. ``due_at`` moves on with every table that is written,
    so that the export of a worker that died is due again by itself."""

    class State(models.TextChoices):
        DUE = "due", "Waiting"
        WORKING = "working", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        DELETED = "deleted", "Deleted"

    request = models.ForeignKey("consent.SubjectRequest", on_delete=models.PROTECT, related_name="exports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    storage = models.CharField(max_length=40, default="exports", help_text="The code of the storage where it lies.")
    stored_as = models.CharField(max_length=40, unique=True, default=new_file_name)
    tables_done = models.PositiveSmallIntegerField(default=0)
    tables_total = models.PositiveSmallIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=["due", "working", "ready"]), name="one_export_of_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "working"], due_at__isnull=False)
                | Q(state__in=["ready", "failed", "deleted"], due_at=None),
                name="an_export_is_due_exactly_while_there_is_work",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False) & ~Q(sha256=""),
                name="a_ready_export_has_an_end_and_a_digest",
            ),
        ]
        indexes = [
            # What workers ask every two seconds.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="export_due"),
            # Files to delete.
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="export_to_delete"),
        ]
