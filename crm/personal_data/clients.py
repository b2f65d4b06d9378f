"""The client: who they are, which houses know them, and their own log-in."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

SHELL = "An empty record under a new number, so that the books of the house still add up; nothing leads to the person."

CLIENTS = (
    Table(
        model="crm.Client",
        whose=Whose.CLIENT,
        subjects=("pk",),
        purposes=("relationship", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.CLEAR,
        because=SHELL,
        personal={
            "names": (
                "given_name", "family_name", "name_order", "salutation", "search_text", "name_key", "given_key",
                "sound_key",
            ),
            "numbers": ("uid",),
            "place": ("country", "city", "timezone"),
            "language": ("language",),
            "dates of life": ("birth_date", "key_dates"),
            "tastes and sizes": ("tastes",),
            "origin": ("source",),
        },
        empties=(
            "uid", "given_name", "family_name", "name_order", "salutation", "search_text", "country", "city",
            "timezone", "language", "birth_date", "key_dates", "tastes", "source",
        ),
        plain=("id", "canonical", "created_at", "updated_at", "erased_at"),
    ),
    Table(
        model="crm.Relationship",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"houses that know the client": ("country", "tier", "since"), "names": ("words",)},
        plain=("id", "client", "brand", "boutique", "advisor"),
    ),
    Table(
        model="crm.CustomerAccount",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"contact": ("email",), "log-ins": ("last_login", "failures", "locked_until")},
        sensitive={"log-in secrets": ("password",)},
        plain=("id", "client", "created_at"),
    ),
    Table(
        model="crm.SearchWord",
        whose=Whose.CLIENT,
        purposes=("relationship",),
        retention=Retention.RELATIONSHIP,
        # A trigger takes a word off when the last client who is named so goes.
        erasure=Erasure.DELETE,
        personal={"names": ("word",)},
        plain=("count",),
    ),
)  # fmt: skip
