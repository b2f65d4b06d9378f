"""Files of clients that left the house by a person's hand, or were not let out."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Export(models.Model):
    """One file. Whose data was in it stands in the access log, an entry for each client; here is how much, and who."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    at = models.DateTimeField()
    what = models.CharField(max_length=80, help_text="Such as: segment french.")
    rows = models.PositiveIntegerField()
    is_refused = models.BooleanField(default=False, help_text="It would have gone over what one person takes in a day.")
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="an_export_is_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_refused=True) | Q(seen_at=None), name="only_a_refused_export_is_looked_into"
            ),
        ]
        indexes = [
            # What one person took today (the cap), and the newest of a few people (privacy officer's page).
            models.Index(fields=["user", "-at"], name="export_by_user"),
            # Refused, and nobody looked into it yet (the alert on the privacy officer's page).
            models.Index(fields=["user"], condition=Q(is_refused=True, seen_at=None), name="export_to_look_into"),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.rows} rows"
