"""Which source a request belongs to: by its write key, and for a browser by its origin."""

import base64
import binascii

from django.http import HttpRequest

from crm.ingest.errors import IngestError
from crm.models import Source


def source_of(request: HttpRequest, write_key: str) -> Source:
    """The active source of the key in the ``Authorization`` header or, failing that, in the body.

    Raises IngestError write_key_unknown (401) or origin_not_allowed (403).
    """
    key = _basic_user(request) or write_key
    source = (
        Source.objects.select_related("brand").filter(write_key=key, is_active=True).first()
        if key and "\0" not in key
        else None
    )
    if source is None:
        raise IngestError("write_key_unknown", "No active source has this write key.", status=401)
    origin = request.headers.get("Origin", "")
    if origin and not is_allowed(source, origin, request):
        raise IngestError("origin_not_allowed", "This website may not write with this key.", status=403)
    return source


def is_allowed(source: Source, origin: str, request: HttpRequest) -> bool:
    """Whether pages of this origin may write: our own host, or one that the source names."""
    return origin.partition("://")[2] == request.get_host() or origin in source.allowed_origins


def is_known_origin(origin: str) -> bool:
    """Whether any active source names this origin: all that can be asked before the key is seen."""
    return Source.objects.filter(is_active=True, allowed_origins__contains=[origin]).exists()


def _basic_user(request: HttpRequest) -> str:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
