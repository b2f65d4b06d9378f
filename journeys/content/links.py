"""The links of a message: signed, opaque, nothing personal in the address."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from clienteling.lib.tokens import sign_link
from journeys.models import Send


@dataclass(frozen=True)
class Links:
    """Absolute addresses: what the button opens, the page of preferences, and the one that takes a one-click POST."""

    action: str
    preferences: str
    unsubscribe: str


def links_of(send: Send, payload: dict[str, Any]) -> Links:
    """The button opens the app, or the page that confirms the decision named in the payload."""
    token = sign_link(
        "preferences",
        {"uid": _uid(send), "channel": send.channel, "brand": send.brand.code, "send": send.pk},
    )
    preferences = f"{settings.BASE_URL}/preferences/{token}/"
    action = confirmation_link(payload["decision"]) if "decision" in payload else app_link(send)
    return Links(action, preferences, f"{preferences}unsubscribe/")


def app_link(send: Send, product: str = "") -> str:
    """Opens the customer app as this client; at a product, when one is named."""
    about = {"product": product} if product else {}
    token = sign_link("app", {"uid": _uid(send), "send": send.pk, **about})
    return f"{settings.BASE_URL}/app/hello/{token}/"


def confirmation_link(decision_id: int) -> str:
    """Asks for the yes that a double opt-in waits for."""
    return f"{settings.BASE_URL}/preferences/confirm/{sign_link('confirm', {'decision': decision_id})}/"


def _uid(send: Send) -> str:
    return (send.client.canonical or send.client).uid
