"""What the house keeps of the client who is logged in, read afresh: no cookie carries it."""

from typing import Any

from clienteling.storefront import public_api


def card_of(uid: str, language: str) -> dict[str, Any]:
    """The client's own card, as ``/api/v1/clients/<uid>/card/`` gives it. Raises ApiRefusal, ApiUnavailable."""
    card: dict[str, Any] = public_api.read(f"clients/{uid}/card/", language=language)
    return card


def given_name_of(uid: str, language: str) -> str:
    """Empty for a visitor whom nobody knows, and for a client who gave none."""
    return str(card_of(uid, language)["given_name"]) if uid else ""
