"""A client in the boutique."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

VISITS = (
    Table(
        model="clienteling.Visit",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"visits": ("boutique", "method", "arrived_at", "left_at")},
        plain=("id", "client", "advisor"),
    ),
    Table(
        model="clienteling.CheckInCode",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        personal={"visits": ("created_at", "expires_at", "used_at")},
        sensitive={"log-in secrets": ("sha256",)},
        plain=("id", "client", "used_by"),
    ),
)
