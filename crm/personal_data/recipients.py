"""Other systems that are told who enters and leaves a segment."""

from collections.abc import Sequence

from django.apps import apps
from django.db.models import Q

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

UNTIL_IT_ANSWERS = (
    "Proof that a connected system was told (GDPR Art. 19); the number by which it knows the client is sealed, and "
    "goes with its answer."
)
STILL_TO_TELL = "A connected system has yet to hear that the client left; what says so goes once it answered."


def _with_their_ids(client_ids: Sequence[int]) -> Q:
    """Deliveries name clients by their public ids, in lists."""
    clients = apps.get_model("crm.Client")._default_manager.filter(pk__in=list(client_ids))
    uids = list(clients.values_list("uid", flat=True))
    return Q(entered__overlap=uids) | Q(left__overlap=uids)


RECIPIENTS = (
    Table(
        model="crm.Destination",
        plain=(
            "id", "brand", "name", "url", "purpose", "channel", "region", "tells", "secret", "former_secret",
            "former_until", "is_active", "created_by", "created_at",
        ),
    ),
    Table(
        model="crm.Audience",
        plain=("id", "destination", "segment", "started_by", "started_at", "stopped_at", "swept_to", "next_number"),
    ),
    Table(
        model="crm.AudienceMember",
        whose=Whose.CLIENT,
        # A plain number: whoever is erased is still to be told of, as one who left.
        subjects=("client_id",),
        purposes=("marketing",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.KEEP,
        because=STILL_TO_TELL,
        personal={"recipients": ("audience",)},
        plain=("id", "client_id"),
    ),
    Table(
        model="crm.AudienceChange",
        whose=Whose.CLIENT,
        subjects=("client_id",),
        purposes=("marketing",),
        retention=Retention.SHORT,
        erasure=Erasure.KEEP,
        because=STILL_TO_TELL,
        personal={"recipients": ("audience",), "numbers": ("uid",)},
        plain=("id", "client_id"),
    ),
    Table(
        model="crm.Delivery",
        whose=Whose.CLIENT,
        finder=_with_their_ids,
        purposes=("marketing",),
        retention=Retention.SHORT,
        erasure=Erasure.KEEP,
        because=STILL_TO_TELL,
        personal={"numbers": ("entered", "left")},
        plain=(
            "id", "audience", "number", "message_id", "type", "entered_count", "left_count", "status", "attempts",
            "answer", "due_at", "lease_until", "lease_token", "created_at", "delivered_at",
        ),
    ),
    Table(
        model="crm.Disclosure",
        whose=Whose.CLIENT,
        # A plain number: it is the record that the destination knows, whoever it is merged with.
        subjects=("client_id",),
        purposes=("accountability",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"recipients": ("destination", "first_at")},
        plain=("id", "client_id"),
    ),
    Table(
        model="crm.RecipientNotice",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        purposes=("service",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because=UNTIL_IT_ANSWERS,
        personal={"recipients": ("type", "fields", "created_at", "acknowledged_at"), "numbers": ("sealed_uid",)},
        plain=(
            "id", "request", "destination", "client_id", "message_id", "status", "attempts", "answer", "due_at",
            "lease_token",
        ),
    ),
)  # fmt: skip
