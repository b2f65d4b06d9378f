"""A form that came without its token against forgery: whoever sent it reads why, in their language, and goes on.

The client's own pages have no such token (decision 37), and so nothing here is about them.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from clienteling.storefront.refused_forms import app_refusal, shop_refusal


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 ``cookies_missing`` where the browser kept none, else ``page_too_old``. (settings.CSRF_FAILURE_VIEW)"""
    code, back = "cookies_missing" if reason == REASON_NO_CSRF_COOKIE else "page_too_old", _back(request)
    if request.path.startswith(reverse("shop-home")):
        return shop_refusal(request, code, back)
    if request.path.startswith(reverse("app-card")):
        return app_refusal(request, code, back)
    return render(request, "403_csrf.html", {"code": code, "on": back or "/"}, status=403)


def _back(request: HttpRequest) -> str:
    """The page on which the form stood, where that was one of ours."""
    before = request.headers.get("Referer", "")
    return before if url_has_allowed_host_and_scheme(before, {request.get_host()}) else ""
