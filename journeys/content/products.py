"""The products of a message, ready to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from crm.intelligence.recommend import Recommendation, reason_text
from crm.models import Brand, Price, Product, Variant
from journeys.content.prices import price_text


@dataclass(frozen=True)
class ShownProduct:
    name: str
    price: str
    reason: str
    picture: str
    link: str


def shown_products(
    recommendations: list[dict[str, Any]], brand: Brand, language: str, link_to: Callable[[str], str]
) -> list[ShownProduct]:
    """In the order of the payload; ``link_to`` gives the link for a product code. Two statements."""
    skus = [each["sku"] for each in recommendations]
    variants = {each.sku: each for each in Variant.objects.select_related("product").filter(sku__in=skus)}
    prices = {
        each.variant_id: each.amount
        for each in Price.objects.filter(variant__sku__in=skus, currency=brand.currency, country="")
    }
    shown = []
    for each in recommendations:
        variant = variants[each["sku"]]
        amount = prices.get(variant.pk)
        shown.append(
            ShownProduct(
                name=variant.product.name_in(language),
                price="" if amount is None else price_text(amount, brand.currency, language),
                reason=reason_text(Recommendation(variant.product, variant, each["reason"], each["args"]), language),
                picture=picture_url(brand, variant.product),
                link=link_to(variant.product.code),
            )
        )
    return shown


def picture_url(brand: Brand, product: Product) -> str:
    """Absolute, as mail needs it: the house's own photograph, or the demonstration's drawing."""
    if url := product.picture.get("url"):
        return str(url)
    return f"{settings.BASE_URL}/pictures/{brand.code}/{product.code}.svg"
