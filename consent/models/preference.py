"""How much a client wants to hear, beside whether."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

MOST_A_MONTH = 30


class ContactPreference(models.Model):
    """What a client asked of one house: a pause, no more than so many messages of marketing in thirty days, and the
    channel they like best."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="contact_preferences")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    paused_until = models.DateTimeField(null=True, blank=True)
    at_most = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MONTH)],
        help_text="Messages in thirty days; empty: as many as the house allows itself.",
    )
    preferred_channel = models.CharField(
        max_length=20, blank=True, help_text="Where they would rather be reached; empty: no wish."
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "brand"], name="one_contact_preference_per_client_and_brand"),
            models.CheckConstraint(
                condition=Q(at_most__isnull=True) | Q(at_most__range=(1, MOST_A_MONTH)),
                name="a_client_asks_for_at_least_one_message",
            ),
        ]
