"""The cart's page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clienteling.storefront.cart import put_in_cart, quantities, read_cart
from clienteling.storefront.events import PageEvent
from clienteling.storefront.modules import seen_module
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.visitor import Visitor


@require_safe
@shop_page
def cart(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    content = read_cart(request, visitor.language)
    seen = seen_module(visitor) if visitor.is_known or visitor.anonymous_id else None
    event = PageEvent("Cart Viewed", content.properties)
    return render_shop(request, visitor, "cart/page", cart=content, seen=seen, events=[event])


@require_POST
@shop_page
def change_cart(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Sets the quantity of a piece that is in the cart; 0, or the button that says so, takes it out."""
    sku = request.POST.get("sku", "")
    quantity = "0" if "remove" in request.POST else request.POST.get("quantity", "")
    if sku in quantities(request) and quantity.isdecimal() and len(quantity) < 5:
        put_in_cart(request, sku, int(quantity))
    return HttpResponseRedirect(reverse("shop-cart"))
