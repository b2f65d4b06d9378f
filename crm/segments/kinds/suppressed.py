"""Suppressed addresses, as part of an audience's definition: a receiver is told to let go of whom nobody may write to.

A decision holds the keyed hash of its address, and so does a suppression; the address itself is in neither.
"""

from dataclasses import dataclass

from crm.segments.fragment import Fragment, Scope, Span, chained
from crm.segments.kind import Data, Kind, Path
from crm.segments.kinds.consent import Consent, expired, members
from crm.segments.rules import Leaf

_LIVE = "FROM consent_suppression {s} WHERE {s}.lifted_at IS NULL AND ({s}.brand_id IS NULL OR {s}.brand_id = %s)"
_OF = " AND {s}.channel = {n}.channel AND {s}.contact_hash = {n}.contact_hash"


@dataclass(frozen=True)
class Writable(Leaf):
    """True of clients who said yes on an address that is not suppressed. ``is_marketing``: of what a suppression for
    marketing alone stops too."""

    purpose: str
    channel: str
    is_marketing: bool


@dataclass(frozen=True)
class Silent(Leaf):
    """True of clients whose every address of the channel that they ever decided on is suppressed."""

    channel: str
    is_marketing: bool


def _writable(leaf: Writable, scope: Scope) -> Fragment:
    stopped = _suppression("s", "n", leaf.is_marketing)
    said_yes = members(Consent(leaf.purpose, leaf.channel, "given"), scope)
    return chained(said_yes, Fragment(f" AND NOT EXISTS (SELECT {stopped})", (scope.brand_id,)))


def _silent(leaf: Silent, scope: Scope) -> Fragment:
    theirs, others = _suppression("s", "n", leaf.is_marketing), _suppression("t", "o", leaf.is_marketing)
    text = (
        f"SELECT n.client_id FROM consent_currentdecision n WHERE n.channel = %s AND EXISTS (SELECT {theirs})"
        " AND NOT EXISTS (SELECT FROM consent_currentdecision o WHERE o.client_id = n.client_id"
        f" AND o.channel = n.channel AND NOT EXISTS (SELECT {others}))"
    )
    return chained(Fragment(text, (leaf.channel, scope.brand_id, scope.brand_id)), scope.among("n.client_id"))


def _suppression(s: str, n: str, is_marketing: bool) -> str:
    return (_LIVE + _OF).format(s=s, n=n) + ("" if is_marketing else f" AND NOT {s}.marketing_only")


def _ends(leaf: Writable, span: Span) -> Fragment:
    return expired(Consent(leaf.purpose, leaf.channel, "given"), span)


def _read_writable(data: Data, path: Path) -> Writable:
    return Writable(str(data.get("purpose", "")), str(data.get("channel", "")), bool(data.get("is_marketing")))


def _read_silent(data: Data, path: Path) -> Silent:
    return Silent(str(data.get("channel", "")), bool(data.get("is_marketing")))


WRITABLE = Kind(
    "writable", Writable, _read_writable, _writable, lambda leaf: f"May be written to by {leaf.channel}", (), _ends
)
SILENT = Kind("silent", Silent, _read_silent, _silent, lambda leaf: f"Not to be written to by {leaf.channel}", ())
