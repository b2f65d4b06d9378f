"""What is allowed: ``{"kind": "consent", "purpose": "marketing", "channel": "email", "state": "given"}``."""

from dataclasses import dataclass

from crm.segments.everybody import everybody_but
from crm.segments.fields import choice, text, text_or_none
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf

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
    return Fragment(text + among.text, (*values, *among.values))


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
