"""What makes the app installable: manifest, service worker, and the page for when there is no connection."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clienteling.storefront.house import HOUSE
from clienteling.storefront.pages import app_page, render_app
from clienteling.storefront.visitor import Visitor


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The W3C web app manifest."""
    content = {
        "id": "/app/",
        "name": HOUSE.name,
        "short_name": HOUSE.name,
        "start_url": reverse("app-card"),
        "scope": reverse("app-card"),
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [
            _icon("icon-192.png", "192x192", "any"),
            _icon("icon-512.png", "512x512", "any"),
            _icon("icon-maskable-512.png", "512x512", "maskable"),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the app's own path, since a worker may govern no more than the folder that it comes from."""
    return render(request, "app/service-worker.js", content_type="text/javascript; charset=utf-8")


@require_safe
@app_page
def offline(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    return render_app(request, visitor, "offline/page")


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"app/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
