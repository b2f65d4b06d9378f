"""What the night does for the identity graph: devices long unseen mean nobody, and what was blocked is let go.

The graph is walked by id, a range at a time, so that no statement reads more than a range and a run that died is
begun anew without harm. Each range is a transaction of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from crm.actions.block import end_with_trail
from crm.identity.claims import IdentifierClaim
from crm.identity.lock import lock_identifiers
from crm.identity.namespaces import NAMESPACES
from crm.identity.placeholders import BLOCKED_VALUES
from crm.models import BlockedIdentifier, Identifier

RANGE = 100_000
# What one range may hold of blocked values before it is looked through again.
MOST = 1_000

_UNSEEN = """
    WITH gone AS (
        UPDATE crm_identifier SET retracted_at = %(now)s, retracted_because = 'unseen'
        WHERE id BETWEEN %(first)s AND %(last)s AND namespace = %(namespace)s AND retracted_at IS NULL
            AND coalesce(seen_at, asserted_at) < %(before)s
        RETURNING id
    ), cut AS (
        UPDATE crm_identitylink l SET retracted_at = %(now)s
        WHERE l.retracted_at IS NULL AND (l.a_id IN (SELECT id FROM gone) OR l.b_id IN (SELECT id FROM gone))
    )
    SELECT count(*) FROM gone
"""
_BLOCKED = """
    SELECT i.id FROM crm_identifier i
    WHERE i.id BETWEEN %(first)s AND %(last)s AND i.retracted_at IS NULL AND (
        lower(i.value) = ANY(%(words)s)
        OR (i.namespace = 'crm' AND lower(split_part(i.value, ':', 2)) = ANY(%(words)s))
        OR (i.namespace = 'email' AND '@' || split_part(i.value, '@', 2) = ANY(%(words)s))
        OR EXISTS (SELECT 1 FROM crm_blockedidentifier b WHERE b.namespace = i.namespace AND b.value = i.value)
    )
    ORDER BY i.namespace, i.value LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Tended:
    """How many identifiers ended: ``unseen`` devices, and ``blocked`` values."""

    unseen: int
    blocked: int


def tend_identifiers(*, now: datetime) -> Tended:
    """Runs again without changing anything."""
    words = [*BLOCKED_VALUES, *BlockedIdentifier.objects.filter(namespace="").values_list("value", flat=True)]
    words += BlockedIdentifier.objects.filter(value__startswith="@").values_list("value", flat=True)
    unseen = blocked = 0
    for first in range(1, (Identifier.objects.aggregate(last=Max("pk"))["last"] or 0) + 1, RANGE):
        unseen += _end_unseen(first, now)
        blocked += _end_blocked(first, words, now)
    return Tended(unseen, blocked)


def _end_unseen(first: int, now: datetime) -> int:
    ended = 0
    for code, kind in NAMESPACES.items():
        if kind.is_device and kind.window is not None:
            asked: dict[str, int | str | datetime] = {
                "first": first, "last": first + RANGE - 1, "namespace": code, "now": now, "before": now - kind.window,
            }  # fmt: skip
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_UNSEEN, asked)
                ended += cursor.fetchone()[0]
    return ended


def _end_blocked(first: int, words: list[str], now: datetime) -> int:
    ended = 0
    while True:
        found = _blocked_in(first, words)
        with transaction.atomic():
            # Lock order: identifiers first, sorted, then their clients.
            lock_identifiers([IdentifierClaim(each.namespace, each.value) for each in found])
            ended += end_with_trail(found, because=Identifier.Ended.BLOCKED, actor=None, why="blocked value", at=now)
        if len(found) < MOST:
            return ended


def _blocked_in(first: int, words: list[str]) -> list[Identifier]:
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKED, {"first": first, "last": first + RANGE - 1, "words": words, "most": MOST})
        ids = [row[0] for row in cursor.fetchall()]
    return list(Identifier.objects.filter(pk__in=ids).order_by("namespace", "value"))
