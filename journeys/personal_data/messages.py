"""What was written to whom, and what became of it."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

WAS_WRITTEN = (
    "That a message went out, when, and on which decision, proves that it was allowed (GDPR Art. 5(2)); it holds "
    "neither its words nor an address."
)

MESSAGES = (
    Table(
        model="journeys.Send",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("marketing", "stock-alerts", "service"),
        retention=Retention.MESSAGE,
        erasure=Erasure.CLEAR,
        because=WAS_WRITTEN,
        personal={
            "messages": (
                "channel", "purpose", "template", "payload", "status", "reason", "key", "node", "visit", "created_at",
                "sent_at",
            ),
            "contact": ("contact_hash", "message_id"),
            "language": ("language",),
        },
        empties=("payload",),
        plain=(
            "id", "enrolment", "client", "brand", "decision_id", "attempts", "cap_reserved_at", "handed_over_at",
            "due_at", "expires_at", "lease_until", "lease_token",
        ),
    ),
    Table(
        model="journeys.DeliveryEvent",
        whose=Whose.CLIENT,
        subjects=("send__client",),
        purposes=("marketing", "service"),
        retention=Retention.BEHAVIOUR,
        erasure=Erasure.DELETE,
        personal={"behaviour": ("kind", "at"), "messages": ("provider", "provider_id")},
        plain=("id", "send"),
    ),
)  # fmt: skip
