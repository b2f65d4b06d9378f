"""Staff of a real house log in with a second factor, or reach nothing but the page that sets one up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

# Pages without which nobody could set it up, or leave.
_OPEN = ("/accounts/",)


class SecondFactorMiddleware:
    """With ``REQUIRE_SECOND_FACTOR``; without it, everything passes.

    Asked at each request, so that taking one away acts on the next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and not self._may_pass(request):
            return self._to_set_up(request)
        return self.get_response(request)

    def _may_pass(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.path.startswith(_OPEN):
            return True
        return is_mfa_enabled(request.user)

    def _to_set_up(self, request: HttpRequest) -> HttpResponse:
        address = reverse("mfa_activate_totp")
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=403)
            answer["HX-Redirect"] = address
            return answer
        messages.info(request, "Accounts of this house need a second factor. It takes a minute.")
        return HttpResponseRedirect(address)
