"""The ingest interface, its short forms, and the tag that uses it."""

from django.urls import URLPattern, URLResolver, path

from crm.ingest.tag import tag
from crm.ingest.views import batch, single
from crm.ingest.visitors import visitor_id

CALLS = {"identify": "i", "track": "t", "page": "p", "screen": "s", "group": "g", "alias": "a"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("batch", batch, name="ingest_batch"),
    path("b", batch),
    path("id", visitor_id, name="ingest_visitor_id"),
    path("tag.js", tag, name="ingest_tag"),
    *(path(name, single, {"kind": name}, name=f"ingest_{name}") for name in CALLS),
    *(path(short, single, {"kind": name}) for name, short in CALLS.items()),
]
