"""Clients whose page opens only for a stated reason, and who opened it (break-glass).

A famous client, one in danger, a colleague: marked as protected, they are seen in lists as one who is there and no
more. Rows stay on the record that they were written to; who is meant is the record that lives (``canonical``).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Protection(models.Model):
    """That a client is protected, by whom and why; and, once, that it was lifted."""

    class Kind(models.TextChoices):
        FAMOUS = "famous", "Known to the public"
        AT_RISK = "at_risk", "In danger if found"
        COLLEAGUE = "colleague", "Works for the group"
        ASKED = "asked", "Asked for it"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="protections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    because = models.CharField(max_length=200, help_text="In words, without the client's name.")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty: replayed from the journal.",
    )  # fmt: skip
    marked_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(lifted_at=None), name="one_live_protection_per_client"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_lifted_protection_says_by_whom",
            ),
        ]


class Opening(models.Model):
    """One opening of a protected client's page by one person, with the reason given.

    Append-only but for the words, which an erasure empties: the database refuses everything else (migration 0011).
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "The client is here, or comes"
        ASKED = "asked", "The client asked for something"
        CARE = "care", "A repair or an order"
        DATA = "data", "The record itself is wrong"
        URGENT = "urgent", "An emergency"

    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    because = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="an_opening_ends_after_it_begins")
        ]
        indexes = [
            # What is open for one member of staff (crm.protection).
            models.Index(fields=["user", "protection", "until"], name="opening_by_user"),
        ]
