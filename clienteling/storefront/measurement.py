"""The choice whether visits are measured: on this device in a cookie, for a client in the house's ledger."""

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

from clienteling.storefront.notices import Choice, tell_decision
from clienteling.storefront.own_card import card_of
from clienteling.storefront.visitor import CONSENT_COOKIE, Visitor

YEAR = 365 * 24 * 3600
STATUS_OF = {"granted": "given", "refused": "refused"}


def keep_on_device(response: HttpResponseBase, choice: str) -> None:
    response.set_cookie(  # type: ignore[attr-defined]
        CONSENT_COOKIE, choice, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def tell_measurement(uid: str, choice: str, language: str, *, method: str = "web_form") -> None:
    decision = Choice("measurement", STATUS_OF[choice], origin=reverse("shop-measurement"), method=method)
    tell_decision(uid, decision, language)


def settle_measurement(response: HttpResponseBase, visitor: Visitor, uid: str, *, method: str = "web_form") -> None:
    """At log-in, lets what was chosen before it reach the ledger, where nothing stands yet.

    The cookie does not say when it was chosen, so it never overrules what the client said as a client. A no in
    the ledger holds on this device too: of two answers, the stricter.
    """
    if visitor.measurement not in STATUS_OF:
        return
    standing = _standing(uid, visitor.language)
    if standing == "unknown":
        tell_measurement(uid, visitor.measurement, visitor.language, method=method)
    elif standing == "no":
        keep_on_device(response, "refused")


def heed_signal(response: HttpResponseBase, visitor: Visitor, path: str) -> None:
    """Global Privacy Control of a known client goes into the ledger, and holds on this device from then on."""
    for purpose in ("measurement", "sharing"):
        choice = Choice(purpose, "refused", origin=path[:200], method="gpc")
        tell_decision(visitor.uid, choice, visitor.language)
    keep_on_device(response, "refused")


def _standing(uid: str, language: str) -> str:
    """``yes``, ``no`` or ``unknown``."""
    states = {consent["purpose"]: consent["state"] for consent in card_of(uid, language)["consents"]}
    return str(states["measurement"])
