"""Which source a request belongs to: by its write key, and for a browser by its origin."""

import base64
import binascii
import time

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from crm.ingest.errors import IngestError
from crm.models import Source

# A key is asked for with every request and changes once a year. In the process that changes it, the change holds
# at once; in the others after these seconds.
REMEMBERED_SECONDS = 5.0
_sources: dict[str, tuple[float, Source]] = {}


def source_of(request: HttpRequest, write_key: str) -> Source:
    """The active source of the key in the ``Authorization`` header or, failing that, in the body.

    Raises IngestError write_key_unknown (401) or origin_not_allowed (403).
    """
    key = _basic_user(request) or write_key
    source = _active_source(key)
    if source is None:
        raise IngestError("write_key_unknown", "No active source has this write key.", status=401)
    origin = request.headers.get("Origin", "")
    if origin and not is_allowed(source, origin, request):
        raise IngestError("origin_not_allowed", "This website may not write with this key.", status=403)
    return source


def _active_source(key: str) -> Source | None:
    known = _sources.get(key)
    if known and known[0] > time.monotonic():
        return known[1]
    if not key or "\0" in key:
        return None
    is_key = Q(write_key=key) | Q(former_write_key=key, former_until__gt=timezone.now())
    source = Source.objects.select_related("brand").filter(is_key, is_active=True).first()
    if source is not None:
        _sources[key] = (time.monotonic() + REMEMBERED_SECONDS, source)
    return source


@receiver([post_save, post_delete], sender=Source)
def _forget(**kwargs: object) -> None:
    _sources.clear()


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
