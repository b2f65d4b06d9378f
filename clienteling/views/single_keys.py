"""Whether one letter alone does something, as on the desk of likely doubles.

Whoever speaks to the device types words where a page hears letters, so the letters can be turned off (WCAG 2.1.4).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clienteling.lib.cookie_names import host_only

COOKIE = "clt_keys"
YEAR = 365 * 24 * 3600


def has_single_keys(request: HttpRequest) -> bool:
    """As was chosen on this device; on where nobody chose."""
    return request.COOKIES.get(host_only(COOKIE)) != "off"


@require_POST
def choose_single_keys(request: HttpRequest) -> HttpResponse:
    """``keys`` is on or off; off is kept on this device for a year."""
    choice = request.POST.get("keys", "")
    if choice not in {"on", "off"}:
        return HttpResponseBadRequest("keys is on or off")
    response = redirect("me")
    if choice == "on":
        response.delete_cookie(host_only(COOKIE))
    else:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(host_only(COOKIE), choice, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response
