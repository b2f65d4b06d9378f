"""The links of a message: signed, opaque, nothing personal in the address."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from clienteling.lib.tokens import sign_link
from consent.contact_hash import contact_hashes, first_hash
from consent.models import Decision
from consent.queries.questions import question_reference
from journeys.models import Send


@dataclass(frozen=True)
class Links:
    """Absolute addresses: what the button opens, the page of preferences, and the one that takes a one-click POST.

    The latter two are empty in a message to an address that is nobody's yet."""

    action: str
    preferences: str
    unsubscribe: str


def links_of(send: Send, payload: dict[str, Any]) -> Links:
    """The button opens the app; or the page that confirms the decision named in the payload, or of the client's rights
    where it is about a request."""
    if sealed := payload.get("new_address"):
        # Whoever has the address may be a stranger: no link there opens anything of the client's.
        return Links(new_address_link(sealed, send), "", "")
    token = sign_link(
        "preferences",
        {
            "uid": _uid(send),
            "channel": send.channel,
            "brand": send.brand.code,
            "send": send.pk,
            "contact": _contact(send),
        },
    )
    preferences = f"{settings.BASE_URL}/preferences/{token}/"
    return Links(_action(send, payload, preferences), preferences, f"{preferences}unsubscribe/")


def _action(send: Send, payload: dict[str, Any], preferences: str) -> str:
    if "decision" in payload:
        return confirmation_link(payload["decision"])
    if "challenge" in payload or "request" in payload:
        return f"{preferences}rights/"
    return app_link(send)


def app_link(send: Send, product: str = "") -> str:
    """Opens the customer app as this client; at a product, when one is named."""
    about = {"product": product} if product else {}
    token = sign_link("app", {"uid": _uid(send), "send": send.pk, **about})
    return f"{settings.BASE_URL}/app/hello/{token}/"


def confirmation_link(decision_id: int) -> str:
    """Asks for the yes that a double opt-in waits for."""
    token = sign_link("confirm", {"question": question_reference(Decision.objects.get(pk=decision_id))})
    return f"{settings.BASE_URL}/preferences/confirm/{token}/"


def new_address_link(sealed: str, send: Send) -> str:
    """Asks whether the address is theirs."""
    token = sign_link("new-address", {"sealed": sealed, "brand": send.brand.code})
    return f"{settings.BASE_URL}/preferences/address/{token}/"


def _uid(send: Send) -> str:
    return (send.client.canonical or send.client).uid


def _contact(send: Send) -> str:
    """First hash of the address to which it goes; empty where there is none, and so no message."""
    client = send.client.canonical or send.client
    theirs = client.contact_points(send.channel)
    if send.contact_hash:
        theirs = [each for each in theirs if send.contact_hash in contact_hashes(send.channel, each)]
    return first_hash(send.channel, theirs[0]) if theirs else ""
