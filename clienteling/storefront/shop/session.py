"""Log-in and log-out on the web, and the two choices that every visitor has: measuring and language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.storefront.house import HOUSE
from clienteling.storefront.measurement import STATUS_OF, keep_on_device, settle_measurement, tell_measurement
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.sign_in_form import SignInForm
from clienteling.storefront.visitor import SHOP, Visitor, forget, remember


@require_http_methods(["GET", "HEAD", "POST"])
@shop_page
def sign_in(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid() and (account := form.log_in(visitor, HOUSE.web_source)):
        response = HttpResponseRedirect(reverse("shop-home"))
        remember(response, SHOP, account)
        settle_measurement(response, visitor, account["client_uid"])
        return response
    return render_shop(request, visitor, "sign_in/page", form=form, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(reverse("shop-home"))
    forget(response, SHOP)
    return response


@require_POST
@shop_page
def choose_measurement(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keeps the choice where there is no script to, and puts a known client's into the house's ledger."""
    choice = request.POST.get("choice", "")
    response = HttpResponseRedirect(_back(request))
    if choice not in STATUS_OF:
        return response
    if visitor.is_known:
        tell_measurement(visitor.uid, choice, visitor.language)
    keep_on_device(response, choice)
    return response


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else reverse("shop-home")
