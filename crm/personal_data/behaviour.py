"""What clients and visitors did on websites and in apps, and what is left to be made of it."""

from collections.abc import Sequence

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose


def _of_their_interactions(client_ids: Sequence[int]) -> Q:
    return Q(interaction__in=_interactions(client_ids).values("id"))


def _by_their_messages(client_ids: Sequence[int]) -> Q:
    return Q(message_id__in=_interactions(client_ids).values("message_id"))


def _interactions(client_ids: Sequence[int]) -> QuerySet[Model]:
    return apps.get_model("crm.Interaction")._default_manager.filter(client__in=list(client_ids))


BEHAVIOUR = (
    Table(
        model="crm.Interaction",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("measurement", "profiling"),
        retention=Retention.BEHAVIOUR,
        erasure=Erasure.DELETE,
        personal={
            "behaviour": ("type", "name", "properties", "timestamp", "original_timestamp", "sent_at", "received_at"),
            "devices": ("anonymous_id", "context"),
        },
        plain=("id", "message_id", "source", "client"),
    ),
    Table(
        model="crm.PendingEvent",
        whose=Whose.CLIENT,
        finder=_of_their_interactions,
        purposes=("service",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        personal={"purchases": ("waits_for",)},
        plain=("id", "interaction", "received_at", "is_order", "due_at", "attempts", "brand"),
    ),
    Table(
        model="crm.RejectedEvent",
        whose=Whose.CLIENT,
        finder=_by_their_messages,
        purposes=("service",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        personal={"behaviour": ("name", "code", "detail", "timestamp")},
        plain=("id", "source", "message_id", "rejected_at"),
    ),
    # Numbers that senders drew, so that no message is taken twice; nothing else of it is here.
    Table(model="crm.MessageId", plain=("message_id",)),
    Table(model="crm.RejectedCall", plain=("id", "source", "code", "detail", "count", "day")),
    Table(model="crm.SourceTally", plain=("id", "source", "hour", "event", "path", "code", "count")),
    Table(model="crm.SourceHour", plain=("id", "source", "hour", "count")),
    Table(model="crm.SchemaViolation", plain=("id", "source", "day", "event", "path", "code", "count")),
)
