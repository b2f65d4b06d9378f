"""What a merge did, row by row, so that it can be undone exactly (docs/decisions/0010-merge.md)."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AsText(json.JSONEncoder):
    """Moments, dates and ids as the text from which their field reads them back, to the microsecond."""

    def default(self, o: Any) -> str:
        return str(o)


class MergeLog(models.Model):
    """That ``duplicate`` was found to be ``keep``: who said so, why, and which values were chosen."""

    keep = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="merges")
    duplicate = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="merged_by")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: by rule.",
    )
    reason = models.CharField(max_length=200)
    choices = models.JSONField(default=dict, help_text='Field to "keep" or "duplicate", as they were chosen.')
    identifiers = models.JSONField(default=list, help_text="Ids of the survivor's own identifiers at that moment.")
    consents = models.JSONField(default=dict, help_text="What held for the survivor before, see consent.merging.")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="a_client_is_merged_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(keep=F("duplicate")), name="a_merge_has_two_clients"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class MergeMove(models.Model):
    """Rows of one model that went from the duplicate to the survivor."""

    log = models.ForeignKey(MergeLog, on_delete=models.CASCADE, related_name="moves")
    model = models.CharField(max_length=60, help_text="app.model")
    rows = models.JSONField(encoder=AsText, help_text="Their ids.")


class MergeChange(models.Model):
    """One value that the merge changed: replaced, or with ``is_amount`` added to."""

    log = models.ForeignKey(MergeLog, on_delete=models.CASCADE, related_name="changes")
    model = models.CharField(max_length=60, help_text="app.model")
    row = models.CharField(max_length=40, help_text="Its id.")
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True, encoder=AsText)
    after = models.JSONField(null=True, encoder=AsText)
    is_amount = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # The later changes of one value, when an earlier merge is undone.
            models.Index(fields=["model", "row", "field"], name="merge_change_by_value")
        ]
