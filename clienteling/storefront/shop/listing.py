"""The list of products, with filters that are links."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clienteling.storefront import public_api
from clienteling.storefront.events import PageEvent, listed_properties
from clienteling.storefront.house import HOUSE
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.shop.filters import applied_of, asked_of, groups_of, toggled
from clienteling.storefront.visitor import Visitor

SIZE = 24


@require_safe
@shop_page
def products(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The whole page, or for htmx the list alone; the address is the same, and is right in both."""
    asked = asked_of(request.GET)
    cursor = request.GET.get("cursor", "")[:200]
    ways = {"language": visitor.language, "currency": HOUSE.currency}
    found = public_api.read("products/", **asked, **ways, cursor=cursor, limit=SIZE)
    filters = public_api.read("products/filters/", category=asked.get("category"), **ways)
    is_fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return render_shop(
        request,
        visitor,
        "products/_listing" if is_fragment else "products/page",
        events=[_event(asked, found["results"])],
        products=found["results"],
        title=_title(asked, filters),
        groups=groups_of(request.GET, filters),
        gifts_query=toggled(request.GET, "tag", "gift"),
        is_gifts="gift" in asked.get("tag", []),
        stock_query=toggled(request.GET, "in_stock", "true"),
        is_in_stock=asked.get("in_stock") == "true",
        list_id=asked.get("category", "all"),
        asked=asked,
        next_query=_page_query(request, found["next"]),
        previous_query=_page_query(request, found["previous"]),
    )


def _event(asked: dict[str, Any], shown: list[dict[str, Any]]) -> PageEvent:
    applied = applied_of(asked)
    facts = {"list_id": asked.get("category", "all"), "products": listed_properties(shown)}
    if not applied:
        return PageEvent("Product List Viewed", facts)
    return PageEvent("Product List Filtered", {**facts, "filters": applied})


def _title(asked: dict[str, Any], filters: dict[str, Any]) -> str:
    names = {item["code"]: item["name"] for item in filters["categories"]}
    return str(names.get(asked.get("category", ""), ""))


def _page_query(request: HttpRequest, link: str | None) -> str:
    """Our own address of the page that the interface calls next or previous."""
    if not link:
        return ""
    query = request.GET.copy()
    query["cursor"] = parse_qs(urlsplit(link).query)["cursor"][0]
    return query.urlencode()
