"""Who is here: what the cookies of shop and app say, and what log-in writes into them."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from clienteling.lib.cookie_names import host_only, secure_only

ANONYMOUS_COOKIE = "clt_anonymous_id"
CONSENT_COOKIE = "clt_consent"
SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Door:
    """One place to log in: the shop and the app each keep their own cookie, on their own path."""

    name: str
    path: str

    @property
    def cookie(self) -> str:
        return host_only(self.name) if self.path == "/" else secure_only(self.name)


SHOP = Door(name="clt_uid", path="/")
APP = Door(name="clt_app_uid", path="/app/")


@dataclass(frozen=True)
class Visitor:
    """``uid`` once logged in; ``anonymous_id`` once measuring was agreed to."""

    uid: str
    anonymous_id: str
    language: str
    measurement: str
    """``granted`` or ``refused``; empty before the visitor chose."""
    is_opted_out: bool = False
    """The browser sends Global Privacy Control, and the visitor has not chosen otherwise on this device."""

    @property
    def is_known(self) -> bool:
        return bool(self.uid)


def visitor_of(request: HttpRequest, door: Door) -> Visitor:
    facts = _read(request.COOKIES.get(door.cookie, ""), door)
    chosen = request.COOKIES.get(CONSENT_COOKIE, "")
    return Visitor(
        uid=facts.get("uid", ""),
        anonymous_id=request.COOKIES.get(ANONYMOUS_COOKIE, "")[:100],
        language=translation.get_language() or "en",
        measurement=chosen,
        is_opted_out=request.headers.get("Sec-GPC") == "1" and not chosen,
    )


def speaking(visitor: Visitor, language: str) -> Visitor:
    """The same visitor, addressed in this language."""
    return replace(visitor, language=language)


def remember(response: HttpResponseBase, door: Door, account: dict[str, Any]) -> None:
    """Sets the cookie of a client who has just proved who they are; signed, so that nobody makes their own.

    Anybody at this device can read what is signed: it holds the opaque unique id, and no name.
    """
    facts = {"uid": account["client_uid"]}
    response.set_cookie(  # type: ignore[attr-defined]
        door.cookie,
        signing.dumps(facts, salt=_salt(door), compress=True),
        max_age=SECONDS,
        path=door.path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponseBase, door: Door) -> None:
    """Logs out. What this browser does next is somebody else's, as far as anyone can know: a new anonymous id."""
    response.delete_cookie(ANONYMOUS_COOKIE)  # type: ignore[attr-defined]
    response.delete_cookie(door.cookie, path=door.path, samesite="Lax")  # type: ignore[attr-defined]


def _salt(door: Door) -> str:
    return f"clienteling.storefront.{door.name}"


def _read(value: str, door: Door) -> dict[str, str]:
    """What the cookie says, or nothing when it is not ours or too old: then the visitor is simply not known."""
    try:
        facts: dict[str, str] = signing.loads(value, salt=_salt(door), max_age=SECONDS)
    except signing.BadSignature:
        return {}
    return facts
