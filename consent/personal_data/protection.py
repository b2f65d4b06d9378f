"""Clients whose page opens for a reason only, and what stands out in who looked."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

LOOKED = "Who looked must stay answerable (GDPR Art. 32, 33); the words that were given for it go."

PROTECTION = (
    Table(
        model="consent.Protection",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.SECURITY,
        erasure=Erasure.CLEAR,
        because=LOOKED,
        empties=("because", "lifted_because"),
        personal={"protection": ("because", "lifted_because")},
        plain=("id", "client", "kind", "marked_by", "marked_at", "lifted_by", "lifted_at"),
    ),
    Table(
        model="consent.Opening",
        whose=Whose.CLIENT,
        subjects=("protection__client",),
        purposes=("service",),
        retention=Retention.SECURITY,
        erasure=Erasure.CLEAR,
        because=LOOKED,
        empties=("because",),
        personal={"looks": ("because",)},
        plain=("id", "protection", "user", "kind", "opened_at", "until"),
    ),
    Table(
        model="consent.AccessAlert",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.SECURITY,
        erasure=Erasure.CLEAR,
        because=LOOKED,
        empties=("words", "explanation"),
        personal={"looks": ("words", "explanation")},
        plain=(
            "id", "key", "code", "user", "client", "at", "asked_by", "asked_at", "explained_by", "explained_at",
            "mail_due_at", "mailed_at",
        ),
    ),
)  # fmt: skip
