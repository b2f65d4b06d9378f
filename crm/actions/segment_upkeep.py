"""Keep segments by rule true, with work in proportion to what changed.

Three ways lead here, and all end in the same statement (crm.actions.segment_difference):

1. ``refresh_clients``: somebody's profile changed, or a window closed over something they did.
2. ``sweep_windows``: notes whose windows closed since the last look, for 1.
3. ``recompute_segment``: a definition is new, so everybody is asked.

A recompute holds its segment's row; a refresh passes over segments so held, and notes its clients once more.
What a refresh committed before is seen by the recompute, what comes after is asked again: neither undoes the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from crm.actions.audience_upkeep import refresh_audiences
from crm.actions.note_expired import note_expired
from crm.actions.segment_difference import Difference, apply_difference, own_changes_unnoted
from crm.models import ChangedClient, Client, Segment, SegmentClock
from crm.queries.audiences import audiences_watching
from crm.queries.segment_definitions import DefinedSegment, defined_segments, standing_on
from crm.segments.fragment import Span

# One transaction's clients: their rows are locked meanwhile, so not many.
CLIENTS_AT_ONCE = 500
# Above this it is quicker to ask everybody, set by set.
MANY = 20_000


@dataclass(frozen=True)
class Refreshed:
    """``is_complete`` False: a segment is being recomputed, and the clients were noted once more."""

    clients: int
    entered: int
    left: int
    is_complete: bool = True


def refresh_changed_clients(limit: int = CLIENTS_AT_ONCE) -> Refreshed:
    """Take the oldest notes and ask about their clients, in one transaction: a crash leaves the notes in place."""
    with transaction.atomic():
        return refresh_clients(_take_notes(limit))


@transaction.atomic
def refresh_clients(client_ids: Sequence[int]) -> Refreshed:
    """Ask every segment by rule about these clients, and no other."""
    ids = _lock_clients(client_ids)
    if not ids:
        return Refreshed(0, 0, 0)
    free, is_complete = _free_segments()
    if not is_complete:
        note_clients(ids)
    # After the locks, so that a refresh that waited does not answer for an earlier moment than the one before it.
    at = timezone.now()
    made = [_refresh(each, ids, at) for each in free]
    if not refresh_audiences(ids, at) and is_complete:
        is_complete = False
        note_clients(ids)
    return Refreshed(len(ids), sum(each.entered for each in made), sum(each.left for each in made), is_complete)


@transaction.atomic
def recompute_segment(segment_id: int) -> Difference | None:
    """Ask everybody; None when another process is at it, or nothing is defined."""
    segment = _hold(segment_id)
    if segment is None or segment.version_id is None:
        return None
    at = timezone.now()
    [defined] = defined_segments([segment])
    with own_changes_unnoted():
        difference = apply_difference(defined, defined.scope(at), reason="recomputed")
    _ask_those_above(segment, difference, at)
    SegmentClock.objects.update_or_create(segment=segment, defaults={"swept_to": at})
    Segment.objects.filter(pk=segment.pk).update(counted_version=segment.version_id)
    return difference


@transaction.atomic
def sweep_windows(now: datetime) -> int:
    """Note whom the clock alone may have moved since the last look; returns how many notes."""
    clocks = SegmentClock.objects.select_for_update(skip_locked=True).filter(swept_to__lt=now).in_bulk()
    noted = 0
    for segment in defined_segments(Segment.objects.filter(pk__in=clocks)):
        span = Span(segment.brand_id, clocks[segment.id].swept_to, now, segment.zone)
        noted += note_expired(segment.definition, span)
    SegmentClock.objects.filter(pk__in=clocks).update(swept_to=now)
    return noted


def note_clients(client_ids: Sequence[int]) -> None:
    """Ask about them at the next look."""
    ChangedClient.objects.bulk_create([ChangedClient(client_id=each) for each in client_ids])


def note_clients_changed_since(segment: Segment, at: datetime) -> None:
    """Segments that stand on this one ask again about whoever entered or left it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO crm_changedclient (client_id) "
            "SELECT DISTINCT client_id FROM crm_segmentchange WHERE segment_id = %s AND at >= %s",
            [segment.pk, at],
        )


def _ask_those_above(segment: Segment, difference: Difference, at: datetime) -> None:
    """What stands on a segment asks again: about those who moved, or, when they are many, about everybody."""
    above, audiences = standing_on(segment), audiences_watching(segment.pk)
    if difference.entered + difference.left > MANY:
        Segment.objects.filter(pk__in=[each.id for each in above]).update(counted_version=None)
        audiences.update(swept_to=None)
    elif above or audiences.exists():
        note_clients_changed_since(segment, at)


def _take_notes(limit: int) -> list[int]:
    """Notes that another process is taking are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM crm_changedclient WHERE id IN "
            "(SELECT id FROM crm_changedclient ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING client_id",
            [limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _lock_clients(client_ids: Sequence[int]) -> tuple[int, ...]:
    """In the order of their ids, as everybody locks them."""
    clients = Client.objects.select_for_update(no_key=True).filter(pk__in=set(client_ids)).order_by("pk")
    return tuple(clients.values_list("pk", flat=True))


def _free_segments() -> tuple[list[DefinedSegment], bool]:
    """Segments that nobody recomputes, held until commit; and whether these are all."""
    by_rule = Segment.objects.filter(kind=Segment.Kind.COMPUTED).exclude(version=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM crm_segment WHERE kind = %s AND version_id IS NOT NULL ORDER BY id FOR SHARE SKIP LOCKED",
            [Segment.Kind.COMPUTED.value],
        )
        free = [row[0] for row in cursor.fetchall()]
    return defined_segments(by_rule.filter(pk__in=free)), by_rule.count() == len(free)


def _refresh(segment: DefinedSegment, ids: tuple[int, ...], at: datetime) -> Difference:
    with own_changes_unnoted():
        return apply_difference(segment, segment.scope(at, ids), reason="profile or time changed")


def _hold(segment_id: int) -> Segment | None:
    by_rule = Segment.objects.filter(pk=segment_id, kind=Segment.Kind.COMPUTED)
    return by_rule.select_for_update(no_key=True, skip_locked=True).first()
