"""A client in the boutique."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CheckInCode(models.Model):
    """A single-use, short-lived code that stands for a client. Only its hash is kept."""

    sha256 = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="check_in_codes")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Visit(models.Model):
    class Method(models.TextChoices):
        QR = "qr", "QR code"
        CODE = "code", "Typed code"
        ADVISOR = "advisor", "Noted by an advisor"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="visits")
    boutique = models.ForeignKey("crm.Boutique", on_delete=models.PROTECT, related_name="visits")
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    method = models.CharField(max_length=10, choices=Method.choices)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "boutique"], condition=Q(left_at=None), name="a_client_is_in_a_boutique_once"
            )
        ]
        indexes = [
            # Who is in this boutique now.
            models.Index(fields=["boutique", "-arrived_at"], name="visit_by_boutique"),
            # A client's visits, newest first (timeline).
            models.Index(fields=["client", "-arrived_at"], name="visit_by_client"),
        ]
