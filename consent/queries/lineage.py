"""Where a purpose stands in the tree of purposes. A no flows down from a purpose to those under it; a yes never does.

Consent is given "for one or more specific purposes" (GDPR Art. 6(1)(a), recital 43): a yes to the whole is no yes to
a part that was refused or never asked, while whoever refuses the whole need not refuse each part.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from consent.models import CurrentDecision, Decision, Purpose
from consent.purposes import MARKETING_PURPOSES
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

# The database refuses a tree that is deeper (migration 0012), so one statement reads every parent.
_PARENTS = "parent__parent__parent"
_STOPS = (Decision.Status.REFUSED, Decision.Status.WITHDRAWN)


def purpose_of(code: str) -> Purpose | None:
    """The purpose with those above it. One statement."""
    return Purpose.objects.select_related(_PARENTS).filter(code=code).first()


def purposes_above(purpose: Purpose) -> list[Purpose]:
    """Nearest first; none above a root."""
    return [] if purpose.parent is None else [purpose.parent, *purposes_above(purpose.parent)]


def those_above(code: str) -> QuerySet[Purpose]:
    """The same as a condition inside another statement."""
    return Purpose.objects.filter(
        Q(children__code=code) | Q(children__children__code=code) | Q(children__children__children__code=code)
    )


def is_marketing(purpose: Purpose) -> bool:
    """Whether it is marketing, or stands under it: what an objection, an unsubscription and a pause stop."""
    return any(each.code in MARKETING_PURPOSES for each in (purpose, *purposes_above(purpose)))


def refusal_above(
    client: Subject, purpose: Purpose, *, brand: "Brand", channel: str = "", hashes: Sequence[str] = ()
) -> Decision | None:
    """The nearest no above, on this address or about the person. One statement; none for a root.

    For a purpose without channels pass neither ``channel`` nor ``hashes``: only what is about the person counts.
    """
    above = purposes_above(purpose)
    if not above:
        return None
    here = Q(channel="") | Q(channel=channel, contact_hash__in=hashes)
    rows = CurrentDecision.objects.filter(
        here, client_id=client.pk, brand=brand, purpose__in=above, decision__status__in=_STOPS
    ).select_related("decision__purpose")
    order = [each.pk for each in above]
    return min((row.decision for row in rows), key=lambda no: order.index(no.purpose_id), default=None)


def refusal_elsewhere(client: Subject, purpose: Purpose, *, brand: "Brand", channel: str) -> Decision | None:
    """The newest no to this purpose or to one above it on any address of the channel, unless a yes to that one came
    after it on another. One statement."""
    lineage = [purpose, *purposes_above(purpose)]
    rows = CurrentDecision.objects.filter(client_id=client.pk, brand=brand, purpose__in=lineage, channel=channel)
    ordered = rows.select_related("decision__purpose").order_by("decision__captured_at", "pk")
    newest = {row.purpose_id: row.decision for row in ordered}
    return next((newest[each.pk] for each in lineage if each.pk in newest and newest[each.pk].status in _STOPS), None)


def purpose_tree() -> list[tuple[int, Purpose]]:
    """Every purpose with its depth (0 for a root), each parent right before those under it. One statement."""
    by_parent: dict[int | None, list[Purpose]] = {}
    for purpose in Purpose.objects.select_related(_PARENTS).order_by("pk"):
        by_parent.setdefault(purpose.parent_id, []).append(purpose)
    return _walked(by_parent, None, 0)


def _walked(by_parent: dict[int | None, list[Purpose]], parent: int | None, depth: int) -> list[tuple[int, Purpose]]:
    found: list[tuple[int, Purpose]] = []
    for each in by_parent.get(parent, []):
        found += [(depth, each), *_walked(by_parent, each.pk, depth + 1)]
    return found
