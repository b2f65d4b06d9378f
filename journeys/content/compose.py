"""What a message says: decided just before it goes, from what is in stock and owned at that moment.

The result is kept on the send as its payload, so what was sent can be shown again exactly.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from consent.models import Decision, IdentityChallenge
from crm.intelligence.recommend import Recommendation, complementary, similar_in_stock
from crm.models import Boutique, PurchaseLine, Variant
from journeys.content.errors import NothingToSay
from journeys.models import Send

MOST_PRODUCTS = 4
Payload = dict[str, Any]


def compose_message(send: Send) -> Payload:
    """``{"about": sku or "", "recommendations": [{"sku", "reason", "args"}]}``.

    NothingToSay when the message would be empty. KeyError for a template that has no composer.
    """
    return _COMPOSERS[send.template](send)


def place_for(send: Send) -> Boutique | None:
    """Where what is recommended must be in stock: the client's own boutique, else online, else any of the brand."""
    relationship = (
        send.client.relationships.filter(brand=send.brand_id, boutique__isnull=False)
        .select_related("boutique")
        .order_by("since", "id")
        .first()
    )
    if relationship:
        return relationship.boutique
    places = Boutique.objects.filter(brand=send.brand_id)
    return places.filter(kind=Boutique.Kind.ONLINE).first() or places.order_by("id").first()


def _compose_second_purchase(send: Send) -> Payload:
    """What completes the first purchase; without that there is no reason to write."""
    place = place_for(send)
    recommended = complementary(send.client, brand=send.brand, boutique=place, limit=MOST_PRODUCTS) if place else []
    if not recommended:
        raise NothingToSay("nothing_to_recommend")
    return _payload(_sku_bought(send), recommended)


def _compose_still_unavailable(send: Send) -> Payload:
    """The piece waited for, and what is like it; the news itself is worth a message without the latter."""
    wished = _context_of(send).get("variant", 0)
    variant = Variant.objects.select_related("product").filter(pk=wished).first()
    if variant is None:
        raise NothingToSay("variant_unknown")
    place = _shop_of(send)
    return _payload(
        variant.sku, similar_in_stock(variant.product, boutique=place, limit=MOST_PRODUCTS) if place else []
    )


def _compose_consent_confirmation(send: Send) -> Payload:
    """Nothing to ask where the answer is known by now."""
    decision = Decision.objects.filter(pk=send.payload.get("decision", 0)).first()
    if decision is None or Decision.objects.filter(confirms=decision).exists():
        raise NothingToSay("already_answered")
    return {**_payload("", []), "decision": decision.pk}


def _compose_identity_code(send: Send) -> Payload:
    """Only the code that may still be typed; the digits themselves are never kept."""
    challenge = IdentityChallenge.objects.filter(pk=send.payload.get("challenge", 0)).first()
    if challenge is None or challenge.used_at or challenge.expires_at <= timezone.now():
        raise NothingToSay("code_expired")
    return {**_payload("", []), "challenge": challenge.pk}


def _compose_request_news(send: Send) -> Payload:
    """The request alone: what was answered is read behind the link."""
    return {**_payload("", []), "request": send.payload["request"]}


def _compose_new_address(send: Send) -> Payload:
    """The address stays sealed; the link carries it so."""
    return {**_payload("", []), "new_address": send.payload["new_address"]}


def _shop_of(send: Send) -> Boutique | None:
    """Who asked on the web is shown what the web can deliver."""
    online = Boutique.objects.filter(brand=send.brand_id, kind=Boutique.Kind.ONLINE).first()
    return online or place_for(send)


def _sku_bought(send: Send) -> str:
    line = (
        PurchaseLine.objects.filter(purchase=_context_of(send).get("purchase", 0), variant__isnull=False)
        .order_by("-amount", "number")
        .first()
    )
    return line.sku if line else ""


def _context_of(send: Send) -> dict[str, Any]:
    return send.enrolment.context if send.enrolment else {}


def _payload(about: str, recommended: Sequence[Recommendation]) -> Payload:
    return {
        "about": about,
        "recommendations": [
            {"sku": each.variant.sku, "reason": each.reason_code, "args": each.reason_args} for each in recommended
        ],
    }


_COMPOSERS: dict[str, Callable[[Send], Payload]] = {
    "consent-confirmation": _compose_consent_confirmation,
    "identity-code": _compose_identity_code,
    "new-address": _compose_new_address,
    "request-news": _compose_request_news,
    "second-purchase-1": _compose_second_purchase,
    "still-unavailable": _compose_still_unavailable,
}
