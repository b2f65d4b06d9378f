"""What clients and visitors do: the behaviour events of the Segment specification."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class MessageId(models.Model):
    """A message id that was stored once, for ever: also when the month of its interaction is no longer here.

    A unique key over partitions would have to contain the month, which a retry changes. The database itself
    writes these rows, with whatever is inserted into the interactions.
    """

    message_id = models.CharField(max_length=100, primary_key=True)


class Interaction(models.Model):
    """One accepted call. ``timestamp`` = receivedAt − (sentAt − originalTimestamp), see crm.ingest.

    In the database a table of one partition a month of ``received_at``, with the primary key (id, received_at)
    and without foreign keys (docs/decisions/0011-partitions.md). ``received_at`` is never changed.
    """

    id = models.UUIDField(primary_key=True, help_text="UUID version 7, made when received.")
    message_id = models.CharField(max_length=100, help_text="Taken once, for ever: see MessageId.")
    source = models.ForeignKey(
        "crm.Source", on_delete=models.PROTECT, related_name="interactions", db_constraint=False, db_index=False
    )
    type = models.CharField(max_length=10, help_text="track, page, screen, identify, group, alias")
    name = models.CharField(max_length=200, blank=True, help_text="Event name, or page or screen name.")
    anonymous_id = models.CharField(max_length=100, blank=True)
    client = models.ForeignKey(
        "crm.Client",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interactions",
        db_constraint=False,
        db_index=False,
    )
    properties = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    timestamp = models.DateTimeField(help_text="When it happened, corrected for the sender's clock.")
    original_timestamp = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            # A client's timeline, newest first.
            models.Index(
                fields=["client", "-timestamp"], condition=Q(client__isnull=False), name="interaction_by_client"
            ),
            # History to hand over when a visitor becomes known.
            models.Index(
                fields=["anonymous_id", "-timestamp"], condition=~Q(anonymous_id=""), name="interaction_by_visitor"
            ),
            # Who did something so often, from the index alone; and what falls out of a segment's window between two
            # moments (crm.segments.kinds.behaviour).
            models.Index(
                fields=["name", "timestamp"],
                include=["client", "source"],
                condition=Q(client__isnull=False),
                name="interaction_by_name",
            ),
            # Rate and freshness of the feed, in order of arrival.
            BrinIndex(fields=["received_at"], name="interaction_by_arrival"),
        ]


class RejectedCall(models.Model):
    """A call that could not be kept as an interaction: why, and when, without its content."""

    source = models.ForeignKey("crm.Source", null=True, on_delete=models.CASCADE, related_name="rejects")
    code = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=1)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "code", "day"], nulls_distinct=False, name="one_count_per_source_code_and_day"
            )
        ]
