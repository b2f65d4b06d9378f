"""What the rules about forgetting hold of those whom they concern."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

RETENTION = (
    Table(
        model="consent.RetentionHold",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        # That there was one, the access log says.
        erasure=Erasure.DELETE,
        personal={"requests": ("reason",)},
        plain=("id", "client", "placed_by", "placed_at", "lifted_at", "lifted_by"),
    ),
    Table(
        model="consent.RetentionCandidate",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="That the house forgot whom it said it would (GDPR Art. 5(1)(e), 5(2)); it names a number alone.",
        personal={"requests": ("outcome",)},
        plain=("id", "batch", "client"),
    ),
    Table(
        model="consent.LastTouch",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"behaviour": ("at",)},
        plain=("id", "client"),
    ),
    Table(
        model="consent.RetentionBatch",
        plain=("id", "kind", "happens_on", "cutoff", "looked_to", "announced_at", "started_at", "done_at"),
    ),
    Table(model="consent.RetentionRule", plain=("id", "category", "brand", "region", "days", "because", "changed_at")),
    Table(
        model="consent.RetentionRun",
        plain=(
            "id", "table", "day", "category", "cutoff", "position", "rows", "lease_until", "started_at", "finished_at",
        ),
    ),
)  # fmt: skip
