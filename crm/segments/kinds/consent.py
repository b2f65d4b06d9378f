"""What is allowed: ``{"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"}``."""

from dataclasses import dataclass

from crm.segments.everybody import everybody_but
from crm.segments.fields import choice, text, text_or_none
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf

_ABOVE = (
    "WITH RECURSIVE up AS (SELECT parent_id FROM consent_purpose WHERE code = %s UNION"
    " SELECT q.parent_id FROM consent_purpose q JOIN up ON q.id = up.parent_id)"
    " SELECT parent_id FROM up WHERE parent_id IS NOT NULL"
)
STATES = {"given": "given", "refused": "refused", "withdrawn": "withdrawn", "not_given": "not given"}


@dataclass(frozen=True)
class Consent(Leaf):
    """``channel``: "" where the purpose has none. ``not_given`` is true also of whoever was never asked."""

    purpose: str
    channel: str
    state: str


def read(data: Data, path: Path) -> Consent:
    channel = text_or_none(data, "channel", 20, path)
    return Consent(text(data, "purpose", 60, path), channel, choice(data, "state", tuple(STATES), path))


def members(leaf: Consent, scope: Scope) -> Fragment:
    if leaf.state == "not_given":
        return everybody_but(members(Consent(leaf.purpose, leaf.channel, "given"), scope), scope)
    among = scope.among("n.client_id")
    text = (
        "SELECT n.client_id FROM consent_currentdecision n JOIN consent_decision d ON d.id = n.decision_id"
        " JOIN consent_purpose p ON p.id = n.purpose_id WHERE n.brand_id = %s AND p.code = %s AND n.channel = %s"
        " AND d.status = %s AND (d.valid_to IS NULL OR d.valid_to > %s)"
    )
    values = (scope.brand_id, leaf.purpose, leaf.channel, leaf.state, scope.at)
    unrefused = _not_refused_above(leaf) if leaf.state == "given" else Fragment("", ())
    return Fragment(text + unrefused.text + among.text, (*values, *unrefused.values, *among.values))


def _not_refused_above(leaf: Consent) -> Fragment:
    """A yes does not count under a purpose that was refused. First asks whether there is one above at all, since
    hardly any purpose has a parent."""
    text = (
        f" AND (NOT EXISTS ({_ABOVE}) OR NOT EXISTS (SELECT FROM consent_currentdecision a"
        " JOIN consent_decision ad ON ad.id = a.decision_id WHERE a.client_id = n.client_id"
        " AND a.brand_id = n.brand_id AND ad.status IN ('refused', 'withdrawn')"
        " AND (a.channel = '' OR (a.channel = n.channel AND a.contact_hash = n.contact_hash))"
        f" AND a.purpose_id IN ({_ABOVE})))"
    )
    return Fragment(text, (leaf.purpose, leaf.purpose))


def expired(leaf: Consent, span: Span) -> Fragment:
    text = (
        "SELECT n.client_id FROM consent_decision d JOIN consent_currentdecision n ON n.decision_id = d.id"
        " JOIN consent_purpose p ON p.id = n.purpose_id"
        " WHERE d.valid_to > %s AND d.valid_to <= %s AND n.brand_id = %s AND p.code = %s"
    )
    return Fragment(text, (span.after, span.until, span.brand_id, leaf.purpose))


def words(leaf: Consent) -> str:
    channel = f" by {leaf.channel}" if leaf.channel else ""
    return f"Consent to {leaf.purpose}{channel} is {STATES[leaf.state]}"


_FIELDS = (
    Field("purpose", "Purpose", offers="purpose"),
    Field("channel", "Channel", offers="channel", hint="Empty for profiling and measurement.", is_optional=True),
    Field("state", "The consent is", tuple(STATES.items())),
)
CONSENT = Kind(
    "consent", Consent, read, members, words, (Form("consent", "What they allow", "Consent", _FIELDS),), expired
)
