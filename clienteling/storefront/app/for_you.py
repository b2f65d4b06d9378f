"""Pieces for this client, and one piece by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clienteling.storefront import public_api
from clienteling.storefront.events import PageEvent, product_properties
from clienteling.storefront.house import HOUSE
from clienteling.storefront.modules import home_modules, similar_module
from clienteling.storefront.pages import app_page, render_app
from clienteling.storefront.visitor import Visitor


@require_safe
@app_page
def for_you(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Suggestions first when the client allows them; what was seen; what others choose."""
    modules = home_modules(visitor)
    return render_app(request, visitor, "for_you/page", modules=modules, tab="for_you")


@require_safe
@app_page
def piece(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    ways = {"language": visitor.language, "currency": HOUSE.currency}
    product: dict[str, Any] = public_api.read(f"products/{code}/", **ways)
    event = PageEvent("Product Viewed", product_properties(product))
    similar = similar_module(visitor, code)
    return render_app(request, visitor, "piece/page", product=product, similar=similar, events=[event], tab="for_you")
