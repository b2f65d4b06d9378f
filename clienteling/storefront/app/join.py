"""Making an account without a link, logging in, logging out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.storefront.app.account_form import AccountForm
from clienteling.storefront.house import HOUSE
from clienteling.storefront.measurement import settle_measurement
from clienteling.storefront.notices import Choice, notices_for, tell_decision
from clienteling.storefront.pages import app_page, render_app
from clienteling.storefront.sign_in_form import SignInForm
from clienteling.storefront.visitor import APP, Visitor, forget, remember


@require_http_methods(["GET", "HEAD", "POST"])
@app_page
def join(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if form.is_valid() and (account := form.open_account(visitor)):
        return opened_response(visitor, form, account)
    status = 422 if form.is_bound else 200
    return render_app(request, visitor, "join/page", form=form, notices=notices_for(visitor), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@app_page
def sign_in(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid() and (account := form.log_in(visitor, HOUSE.app_source)):
        response = HttpResponseRedirect(reverse("app-card"))
        remember(response, APP, account)
        settle_measurement(response, visitor, account["client_uid"], method="app")
        return response
    return render_app(request, visitor, "sign_in/page", form=form, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(reverse("app-sign-in"))
    forget(response, APP)
    return response


def opened_response(visitor: Visitor, form: AccountForm, account: dict[str, Any]) -> HttpResponse:
    """Into the app, logged in, with what was ticked put into the ledger; what was not ticked stays undecided."""
    uid = account["client_uid"]
    for purpose, channel in (("profiling", ""), ("marketing", "email")):
        if form.cleaned_data[purpose]:
            choice = Choice(purpose, "given", origin=reverse("app-join"), channel=channel, method="app")
            tell_decision(uid, choice, visitor.language)
    response = HttpResponseRedirect(reverse("app-for-you"))
    remember(response, APP, account)
    settle_measurement(response, visitor, uid, method="app")
    return response
