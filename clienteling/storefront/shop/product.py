"""One product: its variants, what is like it, and the wish to hear when it is back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from clienteling.storefront import public_api
from clienteling.storefront.cart import put_in_cart, quantities
from clienteling.storefront.events import PageEvent, keep_event, product_properties
from clienteling.storefront.house import HOUSE
from clienteling.storefront.modules import seen_module, similar_module
from clienteling.storefront.notices import notices_for
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.shop.alert_form import AlertForm
from clienteling.storefront.visitor import Visitor

ALERT = "storefront.alert"


@require_safe
@shop_page
def product(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    piece = _piece(visitor, code)
    variant = _variant(piece, request.GET.get("sku", ""))
    event = PageEvent("Product Viewed", product_properties(piece, variant))
    outcome = request.session.pop(ALERT, "")
    return _shown(request, visitor, piece, variant, events=[event], outcome=outcome, alert_form=AlertForm())


@require_POST
@shop_page
def request_alert(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Takes the address to the house and nowhere else; the tag hears the bare confirmation."""
    piece = _piece(visitor, code)
    variant = _variant(piece, request.POST.get("sku", ""))
    form = AlertForm(request.POST)
    if form.is_valid():
        try:
            outcome = _send_alert(visitor, piece, variant, form)
        except ApiRefusal as refusal:
            form.add_refusal(refusal)
        else:
            return _thanked(request, visitor, piece, variant, outcome)
    return _shown(request, visitor, piece, variant, alert_form=form, fragment="product/_alert", status=422)


@require_POST
@shop_page
def add_to_cart(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    piece = _piece(visitor, code)
    variant = _variant(piece, request.POST.get("sku", ""))
    if not variant["in_stock"]:
        return HttpResponseRedirect(_address(piece, variant))
    put_in_cart(request, variant["sku"], quantities(request).get(variant["sku"], 0) + 1)
    keep_event(request, PageEvent("Product Added", {**product_properties(piece, variant), "quantity": 1}))
    return HttpResponseRedirect(reverse("shop-cart"))


def _piece(visitor: Visitor, code: str) -> dict[str, Any]:
    piece: dict[str, Any] = public_api.read(f"products/{code}/", language=visitor.language, currency=HOUSE.currency)
    return piece


def _variant(piece: dict[str, Any], sku: str) -> dict[str, Any]:
    """The variant asked for; else the first in stock; else the first."""
    asked = [variant for variant in piece["variants"] if variant["sku"] == sku]
    in_stock = [variant for variant in piece["variants"] if variant["in_stock"]]
    chosen: dict[str, Any] = [*asked, *in_stock, *piece["variants"]][0]
    return chosen


def _address(piece: dict[str, Any], variant: dict[str, Any]) -> str:
    return f"{reverse('shop-product', args=[piece['code']])}?{urlencode({'sku': variant['sku']})}"


def _send_alert(visitor: Visitor, piece: dict[str, Any], variant: dict[str, Any], form: AlertForm) -> str:
    """``waiting`` for a new wish, ``already`` for one that stood there before."""
    answer = public_api.send(
        "back-in-stock/",
        sku=variant["sku"],
        email=form.cleaned_data["email"],
        marketing=form.cleaned_data["marketing"],
        tags=piece["tags"],
        language=visitor.language,
        source=HOUSE.web_source,
        anonymous_id=visitor.anonymous_id,
    )
    return "waiting" if answer["is_new"] else "already"


def _thanked(
    request: HttpRequest, visitor: Visitor, piece: dict[str, Any], variant: dict[str, Any], outcome: str
) -> HttpResponse:
    event = PageEvent("Back In Stock Requested", {"product_id": piece["code"], "sku": variant["sku"]})
    if request.htmx:  # type: ignore[attr-defined]
        return _shown(request, visitor, piece, variant, events=[event], outcome=outcome, fragment="product/_alert")
    keep_event(request, event)
    request.session[ALERT] = outcome
    return HttpResponseRedirect(f"{_address(piece, variant)}#alert")


def _shown(
    request: HttpRequest,
    visitor: Visitor,
    piece: dict[str, Any],
    variant: dict[str, Any],
    *,
    fragment: str = "",
    **context: Any,
) -> HttpResponse:
    facts = {"product": piece, "variant": variant, **context}
    if not variant["in_stock"]:
        facts["notices"] = notices_for(visitor)
    if fragment and request.htmx:  # type: ignore[attr-defined]
        # htmx puts only a 2xx answer into the page.
        return render_shop(request, visitor, fragment, **{**facts, "status": 200})
    similar = None if variant["in_stock"] else similar_module(visitor, piece["code"])
    seen = seen_module(visitor, without=piece["code"]) if visitor.is_known or visitor.anonymous_id else None
    return render_shop(request, visitor, "product/page", similar=similar, seen=seen, **facts)
