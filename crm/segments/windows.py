"""Whose membership the clock alone may have changed: what fell out of a window between two moments.

Nothing is stored for it. A window of thirty days loses at noon what happened at noon thirty days ago, and an index
by time finds exactly that.
"""

from crm.segments.fragment import Fragment, Span, joined
from crm.segments.kind import kind_of
from crm.segments.rules import Rule, leaves_of


def expired_between(rule: Rule, span: Span) -> Fragment | None:
    """The ``client_id`` of all whose rules may answer otherwise at the span's end; None: nobody's."""
    found = [kind_of(leaf).expired(leaf, span) for leaf in leaves_of(rule)]
    fragments = [each for each in found if each is not None]
    return joined("UNION", fragments) if fragments else None
