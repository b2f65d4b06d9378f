"""The first page: an editorial word, then what is true for this visitor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clienteling.storefront import public_api
from clienteling.storefront.modules import home_modules
from clienteling.storefront.own_card import given_name_of
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.visitor import Visitor

CRAFTS = ("bags", "scarves", "home")


@require_safe
@shop_page
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    filters = public_api.read("products/filters/", language=visitor.language)
    return render_shop(
        request,
        visitor,
        "home/page",
        modules=home_modules(visitor),
        categories=filters["categories"],
        pieces=_pieces(visitor),
        given_name=given_name_of(visitor.uid, visitor.language),
    )


def _pieces(visitor: Visitor) -> list[dict[str, Any]]:
    """One piece of each of three crafts, for the large pictures."""
    found = [
        public_api.read("products/", category=craft, in_stock=True, language=visitor.language, limit=1)["results"]
        for craft in CRAFTS
    ]
    return [piece for pieces in found for piece in pieces]
