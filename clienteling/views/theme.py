"""The house's colours, and the light in which each person wants to read."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from clienteling.lib.cookie_names import host_only
from crm.models import Brand

COOKIE = "clt_theme"
YEAR = 365 * 24 * 3600
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@require_GET
@cache_control(public=True, max_age=300)
def brand_theme(request: HttpRequest, code: str) -> HttpResponse:
    """The style sheet that makes the same screen another house's: its accent on light and on dark paper."""
    brand = get_object_or_404(Brand, code=code)
    light, dark = _colour(brand.accent, "#80603A"), _colour(brand.accent_dark, "#CDA873")
    css = (
        f":root {{ --accent: {light}; }}\n"
        f"@supports (color: light-dark(#000, #fff)) {{ :root {{ --accent: light-dark({light}, {dark}); }} }}\n"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _colour(value: str, otherwise: str) -> str:
    # The value was typed by a person and goes into a style sheet: only six hexadecimal digits pass.
    return value if _COLOUR.fullmatch(value) else otherwise


def chosen_theme(request: HttpRequest) -> str:
    """``light`` or ``dark``; empty: as the device."""
    return request.COOKIES.get(host_only(COOKIE), "")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keeps light, dark or "as the device" in a cookie, so that the first paint is already right."""
    choice, back = request.POST.get("theme", ""), request.POST.get("next", "/")
    if choice not in {"light", "dark", "device"}:
        return HttpResponseBadRequest("theme is light, dark or device")
    # A path and nothing else: ``redirect`` would look for a page of that name.
    response = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
    if choice == "device":
        response.delete_cookie(host_only(COOKIE))
    else:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(host_only(COOKIE), choice, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response
