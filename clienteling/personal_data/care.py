"""Repairs, and what clients say of the house."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

GUARANTEE = "A piece may lie at the workshop and its guarantee runs: number, piece and dates stay, without a name."

CARE = (
    Table(
        model="clienteling.Repair",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.INVOICE,
        erasure=Erasure.CLEAR,
        because=GUARANTEE,
        personal={
            "repairs": (
                "number", "sku", "variant", "description", "status", "opened_at", "promised_on", "closed_at", "source",
            )
        },
        empties=("description",),
        plain=("id", "brand", "client", "boutique"),
    ),
    Table(
        model="clienteling.RepairStep",
        whose=Whose.CLIENT,
        subjects=("repair__client",),
        purposes=("service",),
        retention=Retention.INVOICE,
        erasure=Erasure.CLEAR,
        because=GUARANTEE,
        personal={"repairs": ("status", "at", "note")},
        empties=("note",),
        plain=("id", "repair"),
    ),
    Table(
        model="clienteling.SurveyAnswer",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"opinions": ("kind", "moment", "score", "comment", "answered_at", "source", "source_ref")},
        plain=("id", "brand", "client", "boutique"),
    ),
)  # fmt: skip
