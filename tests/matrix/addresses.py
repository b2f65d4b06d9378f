"""Every address that the resolver has, and the prefixes that other tests look after."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Open to the public, and with a session of their own that staff accounts have no part in (decision 2).
SHOP_AND_APP = ("shop/", "app/")
# The demonstration's post office and partners are gone in production (tests/clienteling/mailsink, demo).
POST_OFFICE = ("demo/",)
LIBRARY = ("accounts/",)
API = ("api/v1/",)
INGEST = ("v1/",)
# Opened by a signed address, and by no cookie.
BY_LINK = ("preferences/",)
# Whoever calls signs what they send.
SIGNED = ("hooks/", "demo/partner/")
BY_PREFIX = (*SHOP_AND_APP, *POST_OFFICE, *LIBRARY, *API, *INGEST, "admin/")


def routes(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each route with its view."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern).replace("^", "").replace("$", "")
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        elif isinstance(each, URLPattern):
            yield route, each.callback


VIEWS = dict(routes(get_resolver()))
ROUTES = sorted(VIEWS)
