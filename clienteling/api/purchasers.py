"""Who bought: resolved by what the receipt carries, made when nobody answers to it."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.api.problems import Problem
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.resolve import resolve_client
from crm.models import Brand, Client

# Strongest first: what a person gave is asked before what a device carries.
NAMESPACES = {"loyalty": "loyalty", "email": "email", "phone": "phone", "anonymous_id": "anonymous"}


class PurchaserSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254, required=False)
    phone = serializers.CharField(max_length=40, required=False)
    loyalty = serializers.CharField(max_length=60, required=False)
    anonymous_id = serializers.CharField(max_length=100, allow_blank=True, required=False)
    given_name = serializers.CharField(max_length=80, allow_blank=True, default="")
    family_name = serializers.CharField(max_length=80, allow_blank=True, default="")
    language = serializers.CharField(max_length=12, default="en")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(attrs.get(name) for name in ("email", "phone", "loyalty")):
            raise serializers.ValidationError("Give an e-mail address, a phone or a loyalty number.", "nobody_named")
        return attrs


def purchaser_of(brand: Brand, purchaser: dict[str, Any], *, source: str, at: datetime) -> Client:
    """The client, whom the brand knows from now on. Raises Problem with the identity error's code."""
    claims = [IdentifierClaim(NAMESPACES[name], purchaser[name]) for name in NAMESPACES if purchaser.get(name)]
    try:
        client = resolve_client(claims, source=source, asserted_at=at)
    except IdentityError as error:
        raise Problem(error.code, "An identifier of the purchaser cannot be used.") from error
    assert client is not None
    know_client(client, brand=brand, at=at)
    return _named(client, purchaser)


def _named(client: Client, purchaser: dict[str, Any]) -> Client:
    """A name is filled in where none is known, and never replaced by what somebody typed at a checkout."""
    names = {name: purchaser[name] for name in ("given_name", "family_name") if purchaser[name]}
    if not names or client.given_name or client.family_name:
        return client
    return update_client(client, **names, language=purchaser["language"])
