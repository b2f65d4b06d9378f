"""Pages of the app that are for whoever is logged in."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from clienteling.storefront.pages import View, app_page
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import APP, Visitor, forget


def member_page(view: View) -> View:
    """Sends others to log in; so too a cookie whose client the house no longer knows."""

    @app_page
    @wraps(view)
    def answered(request: HttpRequest, visitor: Visitor, *args: Any, **kwargs: Any) -> HttpResponse:
        if not visitor.is_known:
            return HttpResponseRedirect(reverse("app-sign-in"))
        try:
            return view(request, visitor, *args, **kwargs)
        except ApiRefusal as refusal:
            if refusal.code != "client_unknown":
                raise
            response = HttpResponseRedirect(reverse("app-sign-in"))
            forget(response, APP)
            return response

    return answered
