"""Who of the staff saw which client, and why."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class AccessEntry(models.Model):
    """One look at a client. Append-only: the database refuses UPDATE and DELETE (see migration 0003)."""

    class Action(models.TextChoices):
        VIEWED = "viewed"
        SEARCHED = "searched"
        CHECKED_IN = "checked_in"
        EXPORTED = "exported"
        CHANGED = "changed"
        API_READ = "api_read"
        OPENED = "opened"

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="access_entries"
    )
    api_key = models.CharField(max_length=20, blank=True, help_text="Prefix of the API key, when a machine looked.")
    client = models.ForeignKey("crm.Client", null=True, on_delete=models.PROTECT, related_name="access_entries")
    action = models.CharField(max_length=12, choices=Action.choices)
    fields = models.JSONField(default=list, help_text="Groups of fields shown.")
    why = models.CharField(max_length=60, blank=True, help_text="visit, task, search, ...")
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "access entries"
        indexes = [
            # Who looked at this client, newest first (the client's own page and the privacy officer's).
            models.Index(fields=["client", "-at"], name="access_by_client"),
            # What one member of staff looked at, newest first (breach report).
            models.Index(fields=["user", "-at"], name="access_by_user"),
            # What stood out in the last days, of everybody (privacy officer's page).
            BrinIndex(fields=["at"], name="access_by_moment"),
        ]
