"""The checkout. The demonstration house takes no payment; everything after the order is real."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from clienteling.storefront import public_api
from clienteling.storefront.cart import Cart, empty_cart, order_number, read_cart
from clienteling.storefront.events import PageEvent, keep_event
from clienteling.storefront.house import HOUSE
from clienteling.storefront.notices import Choice, notices_for, tell_decision
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.shop.checkout_form import CheckoutForm
from clienteling.storefront.visitor import Visitor

PLACED = "storefront.placed"


@require_http_methods(["GET", "HEAD", "POST"])
@shop_page
def checkout(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    cart = read_cart(request, visitor.language)
    if not cart.lines:
        return HttpResponseRedirect(reverse("shop-cart"))
    number = order_number(request)
    if request.method != "POST":
        event = PageEvent("Checkout Started", {**cart.properties, "order_id": number})
        return _shown(request, visitor, cart, CheckoutForm(visitor=visitor), events=[event])
    form = CheckoutForm(request.POST, visitor=visitor)
    if form.is_valid():
        try:
            return _placed(request, visitor, cart, number, form.cleaned_data)
        except ApiRefusal as refusal:
            form.add_refusal(refusal)
    return _shown(request, visitor, cart, form, status=422)


@require_safe
@shop_page
def thanks(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What was ordered, for the browser that ordered it."""
    order = request.session.get(PLACED)
    if not order:
        return HttpResponseRedirect(reverse("shop-home"))
    return render_shop(request, visitor, "thanks/page", order=order)


def _shown(request: HttpRequest, visitor: Visitor, cart: Cart, form: CheckoutForm, **context: Any) -> HttpResponse:
    words = notices_for(visitor)
    return render_shop(request, visitor, "checkout/page", cart=cart, form=form, notices=words, **context)


def _placed(request: HttpRequest, visitor: Visitor, cart: Cart, number: str, person: dict[str, Any]) -> HttpResponse:
    """Sends the order; the number makes sending it twice the same as once."""
    who = {"client_uid": visitor.uid} if visitor.is_known else {"purchaser": _purchaser(visitor, person)}
    purchase = public_api.send(
        "purchases/",
        source=HOUSE.web_source,
        source_ref=number,
        order_ref=number,
        currency=HOUSE.currency,
        lines=[_line(line) for line in cart.lines],
        **who,
    )
    if person.get("marketing"):
        _allow_mail(visitor, purchase["client_uid"])
    facts = {**cart.properties, "order_id": number, "total": float(purchase["total"])}
    keep_event(request, PageEvent("Order Completed", {**facts, "revenue": float(purchase["total"])}))
    request.session[PLACED] = _kept(number, purchase, cart)
    empty_cart(request)
    return HttpResponseRedirect(reverse("shop-thanks"))


def _purchaser(visitor: Visitor, person: dict[str, Any]) -> dict[str, Any]:
    names = {name: person[name] for name in ("email", "given_name", "family_name")}
    return {**names, "anonymous_id": visitor.anonymous_id, "language": visitor.language}


def _line(line: Any) -> dict[str, Any]:
    described = f"{line.product['name']} {line.variant['label']}".strip()[:200]
    return {
        "sku": line.variant["sku"],
        "quantity": line.quantity,
        "unit_price": line.variant["price"],
        "description": described,
    }


def _allow_mail(visitor: Visitor, uid: str) -> None:
    choice = Choice("marketing", "given", origin=reverse("shop-checkout"), channel="email")
    tell_decision(uid, choice, visitor.language)


def _kept(number: str, purchase: dict[str, Any], cart: Cart) -> dict[str, Any]:
    lines = [
        {"name": line.product["name"], "label": line.variant["label"], "quantity": line.quantity}
        | {"amount": str(line.amount), "picture_url": line.product["picture_url"]}
        for line in cart.lines
    ]
    return {"number": number, "total": purchase["total"], "currency": purchase["currency"], "lines": lines}
