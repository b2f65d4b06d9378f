"""What else is known of a client: people, wishes, the cart, loyalty, scores and segments."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

PROFILE = (
    Table(
        model="crm.Relation",
        whose=Whose.CLIENT,
        subjects=("client",),
        # A row of somebody else's that names the client: it goes too.
        mentions=("other",),
        purposes=("relationship",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        # Names and birthdays of people who were not asked, many of them children (GDPR recital 38).
        sensitive={"family and household": ("name", "kind", "note", "birth_date")},
        house="brand",
        personal={"origin": ("source",)},
        plain=("id", "client", "other", "brand", "created_at", "created_by"),
    ),
    Table(
        model="crm.Wish",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service", "profiling"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"wishes": ("sku", "variant", "source", "added_at", "removed_at", "changed_at")},
        plain=("id", "client", "brand"),
    ),
    Table(
        model="crm.CartItem",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service", "profiling"),
        retention=Retention.BEHAVIOUR,
        erasure=Erasure.DELETE,
        personal={"wishes": ("sku", "variant", "quantity", "source", "changed_at")},
        plain=("id", "client", "brand"),
    ),
    Table(
        model="crm.StockAlert",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("stock-alerts",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"wishes": ("variant", "channel", "tags", "language", "status", "created_at")},
        plain=("id", "client", "brand"),
    ),
    Table(
        model="crm.LoyaltyAccount",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"loyalty": ("programme", "number", "tier", "points", "since", "changed_at", "source")},
        plain=("id", "client", "brand"),
    ),
    Table(
        model="crm.Score",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("profiling",),
        retention=Retention.BEHAVIOUR,
        erasure=Erasure.DELETE,
        personal={
            "scores": (
                "model",
                "version",
                "value",
                "reason",
                "at",
                "machine_value",
                "review",
                "review_reason",
                "reviewed_at",
            )
        },
        plain=("id", "client", "brand", "reviewed_by"),
    ),
    Table(
        model="crm.SegmentMember",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("profiling", "marketing"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"segments": ("segment", "since")},
        plain=("id", "client"),
    ),
    Table(
        model="crm.SegmentChange",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("profiling", "marketing"),
        retention=Retention.BEHAVIOUR,
        erasure=Erasure.DELETE,
        personal={"segments": ("segment", "change", "reason", "at")},
        plain=("id", "client"),
    ),
    Table(
        model="crm.ChangedClient",
        whose=Whose.CLIENT,
        # A plain number: the table has no foreign key, so that writers never wait for each other.
        subjects=("client_id",),
        purposes=("profiling",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        plain=("id", "client_id"),
    ),
)
