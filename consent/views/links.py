"""From the token of a message's footer to the client and the brand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.contact_hash import first_hash

if TYPE_CHECKING:
    from crm.models import Brand, Client

# A message is kept for years; whoever finds it must still be able to say stop.
LONGEST_LIFE = 3 * 366 * 24 * 3600
# What the page shows of the person is shown to a message of this month only: old mail is forwarded, and found.
DATA_LIFE = 30 * 24 * 3600


@dataclass(frozen=True)
class PreferenceLink:
    token: str
    client: "Client"
    brand: "Brand"
    channel: str
    origin: str
    went_to: str
    """``first_hash`` of the address to which the link was sent; empty where it was sent nowhere."""


@dataclass(frozen=True)
class MessageAddress:
    """Where the message went, as ``consent.contact_hash.first_hash`` writes it."""

    brand: "Brand"
    channel: str
    first_hash: str
    origin: str


def records_of(client: "Client") -> list[int]:
    """The client's record first, then those merged into it."""
    merged = apps.get_model("crm", "Client").objects.filter(canonical=client.pk).order_by("pk")
    return [client.pk, *merged.values_list("pk", flat=True)]


def preference_token(client: "Client", brand: "Brand", *, channel: str = "email", went_to: str = "") -> str:
    """A fresh one, for whoever is known to be the client. ``went_to``: as of the link that it takes the place of."""
    place = {"uid": client.uid, "channel": channel, "brand": brand.code}
    return sign_link("preferences", {**place, "contact": went_to} if went_to else place)


def read_preference_link(token: str, *, max_age: int = LONGEST_LIFE) -> PreferenceLink:
    """Who may choose with this token, and for which brand. TokenError ``token_invalid`` or ``token_expired``."""
    payload = read_link("preferences", token, max_age=max_age)
    client = apps.get_model("crm", "Client").objects.select_related("canonical").filter(uid=payload.get("uid")).first()
    brand = apps.get_model("crm", "Brand").objects.filter(code=payload.get("brand")).first()
    if client is None or brand is None:
        raise TokenError("token_invalid")
    living, channel = client.canonical or client, str(payload.get("channel", "email"))
    return PreferenceLink(token, living, brand, channel, _origin(payload), _went_to(payload, living, channel))


def address_of_message(token: str) -> MessageAddress | None:
    """None for a link of no message, and for one from before messages said it. TokenError as above."""
    payload = read_link("preferences", token, max_age=LONGEST_LIFE)
    brand = apps.get_model("crm", "Brand").objects.filter(code=payload.get("brand")).first()
    if brand is None or not payload.get("contact"):
        return None
    return MessageAddress(brand, str(payload["channel"]), str(payload["contact"]), _origin(payload))


def _went_to(payload: dict[str, Any], client: "Client", channel: str) -> str:
    """A link from before messages said it went where the house would write."""
    if "contact" in payload or "send" not in payload:
        return str(payload.get("contact", ""))
    contact = client.contact_point(channel)
    return first_hash(channel, contact) if contact else ""


def _origin(payload: dict[str, Any]) -> str:
    return f"/preferences/ send {payload.get('send', '')}"
