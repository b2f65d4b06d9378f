"""Keep audiences true: who of a segment a destination may know, by the same means as segments themselves.

Whoever changed is asked about with the segments (``refresh_audiences``, called by the upkeep of segments once those
are done); time alone by ``sweep_audiences``; a new audience, or one whose segment changed as a whole, by
``recompute_audience``. A recompute holds the audience's row, and a refresh passes over it and notes its clients anew.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from consent.actions.transfers import note_refusals
from crm.actions.note_expired import note_expired
from crm.actions.segment_difference import planned_for
from crm.models import Audience
from crm.queries.audiences import DefinedAudience, defined_audiences, live_audiences
from crm.residency import regions_of
from crm.segments.compiling import compile_definition
from crm.segments.fragment import Scope, Span

_DIFFERENCE = """
WITH belongs AS MATERIALIZED ({belongs}),
came AS (
    INSERT INTO crm_audiencemember (audience_id, client_id)
    SELECT %s, b.client_id FROM belongs b
    WHERE NOT EXISTS (SELECT FROM crm_audiencemember m WHERE m.audience_id = %s AND m.client_id = b.client_id)
    ON CONFLICT DO NOTHING RETURNING client_id
), gone AS (
    DELETE FROM crm_audiencemember m WHERE m.audience_id = %s {among}
    AND NOT EXISTS (SELECT FROM belongs b WHERE b.client_id = m.client_id) RETURNING client_id
)
INSERT INTO crm_audiencechange (audience_id, client_id, uid)
SELECT %s, c.id, c.uid FROM (SELECT client_id FROM came UNION ALL SELECT client_id FROM gone) moved
JOIN crm_client c ON c.id = moved.client_id
"""


def refresh_audiences(ids: tuple[int, ...], at: datetime) -> bool:
    """Ask every live audience about these clients, in the caller's transaction. False: one is being recomputed."""
    with connection.cursor() as cursor:
        # One that was not asked yet is held too: its first recompute must not begin before this is committed. The
        # weakest lock, which stands beside that of whoever writes its messages.
        cursor.execute(
            "SELECT id, swept_to IS NOT NULL FROM crm_audience WHERE stopped_at IS NULL"
            " ORDER BY id FOR KEY SHARE SKIP LOCKED"
        )
        free = dict(cursor.fetchall())
    begun = [each for each, has_begun in free.items() if has_begun]
    for audience in defined_audiences(live_audiences().filter(pk__in=begun)):
        _apply(audience, audience.scope(at, ids))
    return live_audiences().count() == len(free)


@transaction.atomic
def recompute_audience(audience_id: int) -> int | None:
    """Ask everybody; how many entered or left. None when another process is at it."""
    locked = live_audiences().select_for_update(skip_locked=True, of=("self",)).filter(pk=audience_id)
    found = defined_audiences(locked)
    if not found:
        return None
    at = timezone.now()
    moved = _apply(found[0], found[0].scope(at))
    Audience.objects.filter(pk=audience_id).update(swept_to=at)
    return moved


def audiences_to_recompute() -> list[int]:
    return list(live_audiences().filter(swept_to=None).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def sweep_audiences(now: datetime) -> int:
    """Note whose consent the clock ended since the last look; returns how many notes."""
    begun = live_audiences().filter(swept_to__lt=now)
    locked = {each.pk: each for each in begun.select_for_update(no_key=True, skip_locked=True, of=("self",))}
    noted = sum(
        note_expired(each.definition, Span(each.brand_id, locked[each.id].swept_to or now, now, each.zone))
        for each in defined_audiences(locked.values())
    )
    Audience.objects.filter(pk__in=locked).update(swept_to=now)
    return noted


def _note_kept_back(audience: DefinedAudience, scope: Scope) -> None:
    """Write down who would be told of if there were no border (decision 29), each once a day."""
    regardless, allowed = (compile_definition(each, scope) for each in (audience.regardless, audience.definition))
    with connection.cursor() as cursor, planned_for(cursor, everybody=scope.client_ids is None):
        cursor.execute(
            f"SELECT client_id FROM ({regardless.text}) r EXCEPT SELECT client_id FROM ({allowed.text}) a",  # noqa: S608
            (*regardless.values, *allowed.values),
        )
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        note_refusals(regions_of(ids).items(), to=audience.place, purpose=audience.purpose, at=scope.at)


def _apply(audience: DefinedAudience, scope: Scope) -> int:
    _note_kept_back(audience, scope)
    belongs, among = compile_definition(audience.definition, scope), scope.among("m.client_id")
    own = audience.id
    with connection.cursor() as cursor, planned_for(cursor, everybody=scope.client_ids is None):
        cursor.execute(
            _DIFFERENCE.format(belongs=belongs.text, among=among.text),
            (*belongs.values, own, own, own, *among.values, own),
        )
        return cursor.rowcount
