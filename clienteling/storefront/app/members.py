"""Pages of the app that are for whoever is logged in."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from clienteling.storefront.pages import View, app_page
from clienteling.storefront.visitor import Visitor


def member_page(view: View) -> View:
    """Sends others to log in."""

    @app_page
    @wraps(view)
    def answered(request: HttpRequest, visitor: Visitor, *args: Any, **kwargs: Any) -> HttpResponse:
        if not visitor.is_known:
            return HttpResponseRedirect(reverse("app-sign-in"))
        return view(request, visitor, *args, **kwargs)

    return answered
