"""Who of the staff took files out."""

from consent.registry.retention import Retention
from consent.registry.table import Table, Whose

EXPORTS = (
    Table(
        model="consent.Export",
        whose=Whose.STAFF,
        purposes=("service",),
        because="It names no client: only who took a file out, and how much.",
        retention=Retention.SECURITY,
        personal={"looks": ("user", "at", "what", "rows", "is_refused", "seen_at", "seen_by")},
        plain=("id",),
    ),
)
