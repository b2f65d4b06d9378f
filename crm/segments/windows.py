"""Whose membership the clock alone may have changed: what fell out of a window between two moments.

Nothing is stored for it. A window of thirty days loses at noon what happened at noon thirty days ago, and an index
by time finds exactly that.
"""

from datetime import datetime, timedelta

from crm.segments.fragment import Fragment, joined
from crm.segments.rules import Behaviour, Consent, Leaf, Purchases, Rule, leaves_of


def expired_between(rule: Rule, brand_id: int, after: datetime, until: datetime) -> Fragment | None:
    """The ``client_id`` of all whose rules may answer otherwise at ``until`` than at ``after``; None: nobody's."""
    found = [_expired(leaf, brand_id, after, until) for leaf in leaves_of(rule)]
    fragments = [each for each in found if each is not None]
    return joined("UNION", fragments) if fragments else None


def _expired(leaf: Leaf, brand_id: int, after: datetime, until: datetime) -> Fragment | None:
    match leaf:
        case Behaviour(days=int() as days):
            return _interactions(leaf.event, brand_id, after - timedelta(days=days), until - timedelta(days=days))
        case Purchases(measure="days_since_last"):
            return _purchases(leaf, brand_id, after, until)
        case Purchases(days=int()):
            return _purchases(leaf, brand_id, after, until)
        case Consent():
            return _consents(leaf, brand_id, after, until)
    return None


def _interactions(event: str, brand_id: int, after: datetime, until: datetime) -> Fragment:
    text = (
        "SELECT i.client_id FROM crm_interaction i JOIN crm_source s ON s.id = i.source_id"
        " WHERE i.client_id IS NOT NULL AND i.timestamp > %s AND i.timestamp <= %s AND s.brand_id = %s AND i.name = %s"
    )
    return Fragment(text, (after, until, brand_id, event))


def _purchases(leaf: Purchases, brand_id: int, after: datetime, until: datetime) -> Fragment:
    window = timedelta(days=leaf.days if leaf.days is not None else int(leaf.number))
    text = (
        "SELECT p.client_id FROM crm_purchase p WHERE p.client_id IS NOT NULL"
        " AND p.occurred_at > %s AND p.occurred_at <= %s AND p.brand_id = %s"
    )
    return Fragment(text, (after - window, until - window, brand_id))


def _consents(leaf: Consent, brand_id: int, after: datetime, until: datetime) -> Fragment:
    text = (
        "SELECT n.client_id FROM consent_decision d JOIN consent_currentdecision n ON n.decision_id = d.id"
        " JOIN consent_purpose p ON p.id = n.purpose_id"
        " WHERE d.valid_to > %s AND d.valid_to <= %s AND n.brand_id = %s AND p.code = %s"
    )
    return Fragment(text, (after, until, brand_id, leaf.purpose))
