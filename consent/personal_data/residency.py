"""Where clients live by law, and what crossed a border."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

CROSSED = "Which data crossed a border, and on which ground, must stay answerable (GDPR Art. 30, PIPL Art. 55, 56)."

RESIDENCY = (
    Table(
        model="consent.Residence",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"place": ("region", "because")},
        plain=("id", "client", "set_by", "set_at"),
    ),
    Table(
        model="consent.Transfer",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because=CROSSED,
        personal={"transfers": ("from_region", "to_region", "place", "purpose", "ground", "reason")},
        plain=("id", "at", "is_allowed", "client", "count", "decision_id", "user", "key"),
    ),
    Table(model="consent.TransferRule", plain=("id", "from_region", "to_region", "ground", "document")),
    Table(model="consent.Processor", plain=("id", "kind", "code", "name", "region", "brand", "is_active")),
)
