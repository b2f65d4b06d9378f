"""The links of a message: signed, opaque, nothing personal in the address."""

from dataclasses import dataclass

from django.conf import settings

from clienteling.lib.tokens import sign_link
from journeys.models import Send


@dataclass(frozen=True)
class Links:
    """Absolute addresses: the app, the page of preferences, and the one that takes a one-click POST."""

    app: str
    preferences: str
    unsubscribe: str


def links_of(send: Send) -> Links:
    token = sign_link(
        "preferences",
        {"uid": _uid(send), "channel": send.channel, "brand": send.brand.code, "send": send.pk},
    )
    preferences = f"{settings.BASE_URL}/preferences/{token}/"
    return Links(app_link(send), preferences, f"{preferences}unsubscribe/")


def app_link(send: Send, product: str = "") -> str:
    """Opens the customer app as this client; at a product, when one is named."""
    about = {"product": product} if product else {}
    token = sign_link("app", {"uid": _uid(send), "send": send.pk, **about})
    return f"{settings.BASE_URL}/app/hello/{token}/"


def _uid(send: Send) -> str:
    return (send.client.canonical or send.client).uid
