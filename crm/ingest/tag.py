"""``GET /v1/tag.js``: the tag, from an address that never changes."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

TAG = Path(settings.BASE_DIR) / "static" / "tag" / "tag.js"
# Long enough to be free on the next page, short enough that a correction reaches every site within the hour.
MAX_AGE = 3600


@cache
def _tag(changed_at: int) -> tuple[bytes, bytes, str]:
    plain = TAG.read_bytes()
    return plain, gzip.compress(plain, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:20]}"'


def _current() -> tuple[bytes, bytes, str]:
    return _tag(TAG.stat().st_mtime_ns)


@require_safe
@condition(etag_func=lambda request: _current()[2])
def tag(request: HttpRequest) -> HttpResponse:
    """The script, packed where the browser takes it so; 304 for the version that the browser has."""
    plain, packed, _ = _current()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if is_packed else plain, content_type="text/javascript; charset=utf-8")
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
