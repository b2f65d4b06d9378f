"""What becomes of the ecommerce events of the Segment specification, until it is a purchase, a wish or a cart."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class PendingEvent(models.Model):
    """A stored interaction that something is still to be derived from; taken off the list in that transaction.

    The database itself writes these rows, in the transaction that stores the interaction, and again in the one
    that gives an anonymous visitor's interaction its client. Work is claimed by moving ``due_at`` on, so that
    whoever dies is followed by another.
    """

    interaction = models.UUIDField(help_text="Its id; with received_at the key of the partitioned table.")
    received_at = models.DateTimeField()
    is_order = models.BooleanField(help_text="Of orders, which are taken one by one; else of a cart or wish list.")
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    brand = models.ForeignKey(
        "crm.Brand", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    waits_for = models.CharField(
        max_length=80, blank=True, db_default="", help_text="The order's reference, for what came before its order."
    )

    class Meta:
        indexes = [
            # The next to take, of orders or of lists.
            models.Index(fields=["is_order", "due_at"], condition=Q(waits_for=""), name="pending_event_by_due_time"),
            # What waits, to be held against the orders that came.
            models.Index(fields=["brand", "waits_for"], condition=~Q(waits_for=""), name="pending_event_by_order"),
        ]


class RejectedEvent(models.Model):
    """A stored interaction that nothing could be derived from, and why. The interaction itself stays."""

    source = models.ForeignKey("crm.Source", on_delete=models.CASCADE, related_name="rejected_events")
    message_id = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True, help_text="Which property, and what is wrong with it.")
    timestamp = models.DateTimeField(help_text="When it happened.")
    rejected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message_id"], name="one_reason_per_rejected_event"),
        ]
        indexes = [
            # The sources page: one reason of one source, the latest first.
            models.Index(fields=["source", "code", "-id"], name="rejected_event_by_reason"),
            # What is old is forgotten, in order of arrival.
            BrinIndex(fields=["rejected_at"], name="rejected_event_by_arrival"),
        ]
