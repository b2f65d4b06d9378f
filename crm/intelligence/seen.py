"""What was looked at lately, on the web or in the app."""

from collections.abc import Sequence

from django.db.models import Q

from consent.queries.permission import may_profile
from crm.intelligence.recommendation import Recommendation
from crm.models import Brand, Client, Interaction, Variant

_EVENTS = ("Product Viewed", "Product Clicked", "Product Added", "Product Added to Wishlist")
_LOOKED_BACK = 60


def recently_seen(
    *, client: Client | None = None, anonymous_id: str = "", brand: Brand, limit: int = 6
) -> list[Recommendation]:
    """The pieces that this client or this device looked at, the latest first, in stock or not.

    A client's history needs their consent to profiling; a device's own is kept only after its consent to
    measurement. Three statements at most: consent, interactions, variants.
    """
    mine = Q(pk__in=[])
    if client is not None and may_profile(client, brand=brand):
        mine |= Q(client=client)
    if anonymous_id:
        mine |= Q(anonymous_id=anonymous_id)
    return [Recommendation(each.product, each, "seen") for each in seen_by(mine, brand=brand, limit=limit)]


def seen_by(condition: Q, *, brand: Brand, limit: int) -> list[Variant]:
    """The variants looked at, one a product, for any condition on interactions. The caller has asked for consent."""
    rows = (
        Interaction.objects.filter(condition, source__brand=brand, type="track", name__in=_EVENTS)
        .order_by("-timestamp")
        .values_list("properties__sku", "properties__product_id")[:_LOOKED_BACK]
    )
    codes = [str(code) for row in rows for code in row if code]
    found = _variants(codes, brand) if codes else {}
    latest: dict[int, Variant] = {}
    for code in codes:
        if code in found:
            latest.setdefault(found[code].product_id, found[code])
    return list(latest.values())[:limit]


def _variants(codes: Sequence[str], brand: Brand) -> dict[str, Variant]:
    """By SKU and by product code, since events carry one or the other."""
    variants = (
        Variant.objects.filter(Q(sku__in=codes) | Q(product__code__in=codes))
        .filter(product__brand=brand, product__is_active=True)
        .select_related("product__brand", "product__category")
        .order_by("-position", "-pk")
    )
    named: dict[str, Variant] = {}
    for variant in variants:
        named[variant.product.code] = variant
    return named | {variant.sku: variant for variant in variants}
