"""Clients, what identifies them, and what they allow."""

import secrets
from datetime import UTC, datetime
from typing import Any

from consent.actions.decide import record_decision
from consent.models import Decision
from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.models import Boutique, Brand, Client, Identifier, User

LONG_AGO = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)


def make_client(given_name: str = "Camille", family_name: str = "Laurent", **fields: Any) -> Client:
    # Digits alone: a search for letters must not find somebody by the chance of their number.
    uid = "C-" + "".join(secrets.choice("0123456789") for _ in range(10))
    return update_client(Client.objects.create(uid=uid), given_name=given_name, family_name=family_name, **fields)


def make_known_client(
    boutique: Boutique, given_name: str = "Camille", *, email: str = "", advisor: User | None = None, **fields: Any
) -> Client:
    """A client whom this boutique knows since long ago."""
    client = make_client(given_name, **fields)
    if email:
        add_identifier(client, "email", email)
    know_client(client, brand=boutique.brand, boutique=boutique, advisor=advisor, at=LONG_AGO)
    return client


def add_identifier(client: Client, namespace: str, value: str, **fields: Any) -> Identifier:
    """A normalised identifier, with the search words that it gives."""
    defaults = {"source": "test", "asserted_at": LONG_AGO}
    identifier = Identifier.objects.create(client=client, namespace=namespace, value=value, **{**defaults, **fields})
    update_client(client)
    return identifier


def allow_contact(client: Client, brand: Brand, *, purpose: str = "marketing", channel: str = "email") -> Decision:
    """A consent given long ago for the client's contact point on this channel."""
    return record_decision(
        client,
        brand=brand,
        purpose=purpose,
        channel=channel,
        contact=client.contact_point(channel) or "",
        status="given",
        method="web_form",
        at=LONG_AGO,
    )
