"""What was put right at a client's request."""

from django.conf import settings
from django.db import models


class Correction(models.Model):
    """One value of a client, before and after (GDPR Art. 16). It goes with an erasure, as the value itself does."""

    request = models.ForeignKey("consent.SubjectRequest", on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=254, blank=True)
    after = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="a_correction_changes_something")
        ]
