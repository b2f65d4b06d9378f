"""What every page of shop and app shares: the house, the visitor, the tag, and calm when the house is silent."""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from clienteling.storefront.cart import piece_count
from clienteling.storefront.events import PageEvent, kept_events
from clienteling.storefront.house import HOUSE
from clienteling.storefront.measurement import heed_signal
from clienteling.storefront.notices import notices_for
from clienteling.storefront.public_api import ApiRefusal, ApiUnavailable
from clienteling.storefront.visitor import APP, CONSENT_COOKIE, SHOP, Door, Visitor, forget, visitor_of

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def shop_page(view: View) -> View:
    """Gives the view its Visitor, and a page of its own to a house that does not answer (503) or knows not (404)."""
    return _page(view, SHOP, "storefront")


def app_page(view: View) -> View:
    return _page(view, APP, "app")


def _page(view: View, door: Door, folder: str) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visitor = visitor_of(request, door)
        try:
            response = view(request, visitor, *args, **kwargs)
            if visitor.is_known and visitor.is_opted_out and CONSENT_COOKIE not in response.cookies:
                heed_signal(response, visitor, request.path)
        except ApiUnavailable:
            log.exception("the public interface did not answer")
            response = _trouble(request, visitor, folder, "house_silent", 503)
        except ApiRefusal as refusal:
            response = _refused(request, visitor, door, folder, refusal)
        # Every page knows its visitor, and a fragment is not the page: no cache may mix them up.
        patch_cache_control(response, private=True, no_cache=True)
        if visitor.is_known:
            # The next hand on this telephone goes back to no page of the client's.
            patch_cache_control(response, no_store=True)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

    return answered


def _refused(request: HttpRequest, visitor: Visitor, door: Door, folder: str, refusal: ApiRefusal) -> HttpResponse:
    """A client whom the house no longer knows is a visitor again: the cookie goes, the page stays."""
    if refusal.code == "client_unknown" and visitor.is_known:
        response = HttpResponseRedirect(request.get_full_path())
        forget(response, door)
        return response
    if refusal.status != 404:
        log.warning("the public interface refused: %s", refusal.code)
    return _trouble(request, visitor, folder, refusal.code, refusal.status)


def render_shop(
    request: HttpRequest,
    visitor: Visitor,
    template: str,
    *,
    events: Sequence[PageEvent] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shared = _shared(request, visitor, events, settings.STOREFRONT_WRITE_KEY)
    return render(
        request,
        f"storefront/{template}.html",
        {**shared, "cart_count": piece_count(request), **context},
        status=status,
    )


def render_app(
    request: HttpRequest,
    visitor: Visitor,
    template: str,
    *,
    events: Sequence[PageEvent] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shared = _shared(request, visitor, events, settings.APP_WRITE_KEY)
    return render(request, f"app/{template}.html", {**shared, **context}, status=status)


def _shared(request: HttpRequest, visitor: Visitor, events: Sequence[PageEvent], write_key: str) -> dict[str, Any]:
    return {
        "brand": HOUSE,
        "visitor": visitor,
        "write_key": write_key,
        "languages": settings.LANGUAGES,
        # Asked of the house only when the banner is there to show it.
        "measurement_notice": SimpleLazyObject(lambda: notices_for(visitor)["measurement"]),
        "page_events": [*kept_events(request), *events],
    }


def _trouble(request: HttpRequest, visitor: Visitor, folder: str, code: str, status: int) -> HttpResponse:
    show = render_app if folder == "app" else render_shop
    return show(request, visitor, "trouble/page", status=status, code=code, is_missing=status in {400, 404})
