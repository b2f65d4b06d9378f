"""In which browser a code was typed: the link may lie in a forwarded mail, and others may hold it open meanwhile.

A signed cookie of the request's own page. It says which request, and opens nothing without the link.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clienteling.lib.cookie_names import secure_only
from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.rights.export.order import FETCHING

COOKIE = "clt_proof"
_PURPOSE = "proof-of-code"


def keep_proof(response: HttpResponse, *, at: str, reference: str) -> None:
    """``at``: the path of the request's page; the cookie goes there and nowhere else."""
    response.set_cookie(
        secure_only(COOKIE), sign_link(_PURPOSE, {"request": reference}), max_age=FETCHING, path=at, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def has_proof(request: HttpRequest, reference: str) -> bool:
    """Whether a code of this request was typed in this browser within the time in which a file may be fetched."""
    kept = request.COOKIES.get(secure_only(COOKIE), "")
    try:
        return bool(read_link(_PURPOSE, kept, max_age=int(FETCHING.total_seconds()))["request"] == reference)
    except TokenError:
        return False
