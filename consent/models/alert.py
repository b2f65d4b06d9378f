"""What a privacy officer is to look into, and how far they are with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AccessAlert(models.Model):
    """A reason to ask somebody about what they looked at: new, then asked, then explained.

    ``key`` says what it is about, so that the same is noted once. An alert that is to be mailed has ``mail_due_at``
    until ``mailed_at``; whoever mails it moves ``mail_due_at`` ahead, so that two do not, and a crash is made good.
    """

    class Code(models.TextChoices):
        OPENED = "opened", "Protected client opened"
        PROTECTED = "protected", "Protected clients"
        MANY = "many_profiles", "Many clients"
        NIGHT = "at_night", "At night"
        SAME_NAME = "same_name", "Own name"

    key = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=16, choices=Code.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("crm.Client", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When it happened; of a whole day, its beginning.")
    words = models.CharField(max_length=200, help_text="What was counted or said; no name of a client.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)
    explanation = models.CharField(max_length=500, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None) | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="an_alert_asked_about_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(explained_at=None, explained_by=None)
                | Q(explained_at__isnull=False, explained_by__isnull=False),
                name="an_explained_alert_says_by_whom",
            ),
        ]
        indexes = [
            # What has yet to be explained, newest first (the officer's list).
            models.Index(fields=["-at", "-id"], condition=Q(explained_at=None), name="alert_open"),
            # What has yet to be mailed.
            models.Index(fields=["mail_due_at"], condition=Q(mailed_at=None), name="alert_to_mail"),
        ]

    @property
    def state(self) -> str:
        """``new``, ``asked`` or ``explained``."""
        return "explained" if self.explained_at else "asked" if self.asked_at else "new"
