"""Whose data may be kept and read, and not used (GDPR Art. 18)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Restriction(models.Model):
    """One restriction of processing, from its moment until it is lifted with a reason."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=200)
    request = models.CharField(max_length=20, blank=True, help_text="Reference of the person's request.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(lifted_at=None), name="one_live_restriction_per_client"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_because="") | Q(lifted_at__isnull=False) & ~Q(lifted_because=""),
                name="a_lifted_restriction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"
