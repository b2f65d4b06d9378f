"""In which browser a code was typed: the link may lie in a forwarded mail, and others may hold it open meanwhile.

Signed, and kept in two places: in the page that answers the code, whose form sends it along, and in a cookie of the
request's own page, for whoever comes back to it. A browser without cookies is handed its file as well. It says which
request, and opens nothing without the link.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clienteling.lib.cookie_names import secure_only
from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.rights.export.order import FETCHING

COOKIE = "clt_proof"
_PURPOSE = "proof-of-code"


def proof_of(reference: str) -> str:
    """To be made only where a code of this request was typed just now."""
    return sign_link(_PURPOSE, {"request": reference})


def keep_proof(response: HttpResponse, proof: str, *, at: str) -> None:
    """``at``: the path of the request's page; the cookie goes there and nowhere else."""
    response.set_cookie(
        secure_only(COOKIE), proof, max_age=FETCHING, path=at, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def kept_proof(request: HttpRequest) -> str:
    return request.COOKIES.get(secure_only(COOKIE), "")


def is_proof(proof: str, reference: str) -> bool:
    """Whether a code of this request was typed in this browser within the time in which a file may be fetched."""
    try:
        return bool(read_link(_PURPOSE, proof, max_age=int(FETCHING.total_seconds()))["request"] == reference)
    except TokenError:
        return False
