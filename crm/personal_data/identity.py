"""The identity graph: addresses, numbers and devices, and what people decided about them."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

IDENTITY = (
    Table(
        model="crm.Identifier",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("one-record", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={
            "contact": ("namespace", "value"),
            "origin": ("source", "asserted_at", "seen_at", "verified_at", "retracted_at", "retracted_because"),
        },
        plain=("id", "client"),
    ),
    Table(
        model="crm.IdentityLink",
        whose=Whose.CLIENT,
        subjects=("a__client", "b__client"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"origin": ("source", "asserted_by", "asserted_at", "retracted_at")},
        plain=("id", "a", "b"),
    ),
    Table(
        model="crm.IdentityReview",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"origin": ("reason", "counts", "source", "asserted_by", "opened_at", "decision", "decided_at")},
        plain=("id", "client", "decided_by"),
    ),
    Table(
        model="crm.IdentityCut",
        whose=Whose.CLIENT,
        # Whoever was parted from the client, or the owner of either end of the link.
        subjects=("client", "parted"),
        mentions=("link__a__client", "link__b__client"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"origin": ("identifiers", "reason", "at", "undone_at")},
        plain=("id", "link", "client", "parted", "actor", "undone_by"),
    ),
    Table(
        model="crm.BlockedIdentifier",
        whose=Whose.CLIENT,
        purposes=("one-record", "security"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.KEEP,
        because="A value that was found to mean nobody, a device of the house or a misused address, must go on so.",
        personal={"contact": ("namespace", "value", "why", "note")},
        plain=("id", "added_by", "added_at"),
    ),
)
