"""From a send and its payload to words. The preview and the message itself come from this one function."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from consent.models import Decision, IdentityChallenge, Notice
from consent.rights.identity import code_of
from crm.models import Variant
from journeys.content.links import Links, app_link, links_of
from journeys.content.products import ShownProduct, shown_products
from journeys.content.templates import template_path
from journeys.models import Send

_HTML_LANGUAGES = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str
    links: Links


def render_message(send: Send, payload: dict[str, Any]) -> Rendered:
    """Subject, text and HTML in the send's language."""
    links = links_of(send, payload)
    context = _context(send, payload, links)

    def part(name: str) -> str:
        return render_to_string(template_path(send.template, send.language, name), context)

    # A header is one line, whatever white space a name may hold.
    return Rendered(" ".join(part("subject").split()), part("text"), part("html"), links)


def _context(send: Send, payload: dict[str, Any], links: Links) -> dict[str, Any]:
    products = shown_products(payload["recommendations"], send.brand, send.language, lambda code: app_link(send, code))
    return {
        "brand": send.brand,
        "given_name": "" if "new_address" in payload else (send.client.canonical or send.client).given_name,
        "piece": _name_of(payload["about"], send.language),
        "products": products,
        "product_pairs": _pairs(products),
        "html_language": _HTML_LANGUAGES.get(send.language, send.language),
        "action_link": links.action,
        "notice": _notice(payload),
        "code": _code(payload),
        "preferences_link": links.preferences,
        "unsubscribe_link": links.unsubscribe,
    }


def _notice(payload: dict[str, Any]) -> str:
    """The words that a confirmation says yes to."""
    if "decision" not in payload:
        return ""
    notice = Notice.objects.filter(pk__in=Decision.objects.filter(pk=payload["decision"]).values("notice")).first()
    return notice.text if notice else ""


def _code(payload: dict[str, Any]) -> str:
    """Six digits, worked out anew each time: they stand in no row."""
    challenge = IdentityChallenge.objects.filter(pk=payload.get("challenge", 0)).first()
    return code_of(challenge) if challenge else ""


def _name_of(sku: str, language: str) -> str:
    variant = Variant.objects.select_related("product").filter(sku=sku).first() if sku else None
    return variant.product.name_in(language) if variant else ""


def _pairs(products: list[ShownProduct]) -> list[list[ShownProduct]]:
    return [products[start : start + 2] for start in range(0, len(products), 2)]
