"""A form of shop or app that came without its token: nothing was done, and the page says why and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clienteling.storefront.pages import app_page, render_app, render_shop, shop_page
from clienteling.storefront.visitor import Visitor


@shop_page
def shop_refusal(request: HttpRequest, visitor: Visitor, code: str, back: str) -> HttpResponse:
    """``code``: cookies_missing or page_too_old. ``back``: where the form stood; empty where that is not known."""
    on = back or reverse("shop-home")
    return render_shop(request, visitor, "trouble/form", status=403, code=code, on=on)


@app_page
def app_refusal(request: HttpRequest, visitor: Visitor, code: str, back: str) -> HttpResponse:
    return render_app(request, visitor, "trouble/form", status=403, code=code, on=back or reverse("app-card"))
