"""Calls as a sender makes them, and what of them stands in the database."""

import base64
import json
from typing import Any

from django.db import connection
from django.test import Client as HttpClient

from crm.models import Interaction, Source


def call(type_: str = "track", **fields: Any) -> dict[str, Any]:
    """One call of the specification; a track is a product view of a visitor unless told otherwise."""
    defaults = {"event": "Product Viewed", "properties": {"sku": "AUR-BAG-1"}} if type_ == "track" else {}
    return {"type": type_, "messageId": "m-1", "anonymousId": "visitor-1", **defaults, **fields}


def send(source: Source, *calls: dict[str, Any], **body: Any) -> Any:
    """Post a batch with the source's key, and return the answer."""
    return post("/v1/batch", {"batch": list(calls), "writeKey": source.write_key, **body})


def post(path: str, body: Any, **headers: str) -> Any:
    """Post JSON, or bytes as they are, as text/plain: the way of a page that closes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpClient().post(path, data, content_type="text/plain", headers=headers)


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def everything_stored() -> str:
    """All rows of the interaction store as one text, to look for what must not be in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(i::text, ' '), '') FROM crm_interaction i")
        return str(cursor.fetchone()[0])


def stored() -> list[str]:
    """The message ids that were stored, in the order in which they happened."""
    return list(Interaction.objects.order_by("timestamp", "id").values_list("message_id", flat=True))
