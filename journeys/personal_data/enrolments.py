"""Who was on which journey, and how often one may write."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose
from journeys.personal_data.messages import WAS_WRITTEN

ENROLMENTS = (
    Table(
        model="journeys.Enrolment",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("marketing", "stock-alerts"),
        retention=Retention.MESSAGE,
        erasure=Erasure.CLEAR,
        because=WAS_WRITTEN,
        personal={
            "journeys": (
                "entry_key", "context", "node", "visit", "status", "waiting_for", "ended_reason", "created_at",
                "ended_at",
            )
        },
        # The eraser ends a live one first: what is on its way has to know what it waits for.
        empties=("entry_key", "context", "waiting_for"),
        plain=("id", "journey", "version", "client", "due_at", "lease_until", "lease_token"),
    ),
    Table(
        model="journeys.CapUse",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("marketing",),
        retention=Retention.MESSAGE,
        erasure=Erasure.DELETE,
        personal={"messages": ("rule", "window", "used", "maximum")},
        plain=("id", "client"),
    ),
    Table(model="journeys.Journey", plain=("id", "brand", "code", "name", "purpose", "status")),
    Table(model="journeys.JourneyVersion", plain=("id", "journey", "number", "graph", "sha256", "published_at")),
    Table(model="journeys.CapRule", plain=("id", "brand", "maximum", "days")),
    Table(model="journeys.KillSwitch", plain=("id", "brand", "is_on", "reason", "changed_at")),
)  # fmt: skip
