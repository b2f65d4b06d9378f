"""The distinct words of all names, as the database keeps them: those that begin so, and those one slip away.

A slip is one letter too many, too few, wrong, or two swapped (optimal string alignment distance 1). Two words are so
near only if leaving out at most one letter of each can make them the same; the database has an index of each word's
forms with a letter left out (function crm_slips), and what it finds is measured here. The method is that of W. Garbe's
SymSpell (2012).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Func, IntegerField
from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words have too many neighbours to guess from.
SHORTEST_REPAIRED = 4
MOST_REPAIRS = 40
# More whole words than these are looked for by their beginning.
MOST_WORDS = 40
# Of what begins more words than these so many are counted; one or two letters are taken for what everybody is called.
MOST_COUNTED = 4_000
SHORT = 2
_BEGINNING = """
    SELECT typed.word, found.words[1:%s], coalesce(found.total, 0), coalesce(cardinality(found.words), 0),
        (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'crm_client'::regclass)
    FROM unnest(%s::text[]) AS typed (word), LATERAL (
        SELECT array_agg(word ORDER BY word) AS words, sum(count)::bigint AS total FROM (
            SELECT word, count FROM crm_searchword
            WHERE word >= typed.word COLLATE "C" AND word < (typed.word || chr(1114111)) COLLATE "C"
            ORDER BY word LIMIT %s
        ) AS first
    ) AS found
"""
# Put in order here: asked to sort, the database would call in other processes for a handful of rows.
_NEAR = "SELECT word, count FROM crm_searchword WHERE crm_slips(word) && crm_slips(%s) LIMIT 2000"
# While a long name is still being typed: its first half as it is, and long enough.
_LONGER = """
    SELECT word, count FROM crm_searchword
    WHERE word >= %s COLLATE "C" AND word < (%s || chr(1114111)) COLLATE "C" AND length(word) >= %s
    ORDER BY count DESC, word LIMIT 1000
"""


class Slips(Func):
    """The hashes of a word and of its forms with one letter left out."""

    function = "crm_slips"
    output_field = ArrayField(IntegerField())


@dataclass(frozen=True, slots=True)
class Words:
    """``words``: of those begun no more than the first MOST_WORDS + 1. ``count``: about how many clients have one."""

    words: tuple[str, ...] = ()
    count: int = 0


def words_begun(typed: Sequence[str]) -> tuple[dict[str, Words], int]:
    """What each of these begins, and about how many clients there are. One statement."""
    if not typed:
        return {}, 0
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [MOST_WORDS + 1, list(dict.fromkeys(typed)), MOST_COUNTED])
        rows = cursor.fetchall()
    begun = {
        word: Words(
            tuple(words or ()), max(count, clients) if distinct == MOST_COUNTED and len(word) <= SHORT else count
        )
        for word, words, count, distinct, clients in rows
    }
    return begun, rows[0][4]


def words_near(typed: str) -> Words:
    """The words one slip away, the most frequent first; else those that begin one slip away."""
    if len(typed) < SHORTEST_REPAIRED:
        return Words()
    counted = _asked(_NEAR, typed)
    found = _within_one_slip(typed, counted)
    if not found:
        half = typed[: len(typed) // 2]
        counted = _asked(_LONGER, half, half, len(typed))
        found = _beginning_within_one_slip(typed, list(counted))
    words = tuple(sorted(found, key=lambda word: (-counted[word], word))[:MOST_REPAIRS])
    return Words(words, sum(counted[word] for word in words))


def _asked(statement: str, *values: str | int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def _within_one_slip(typed: str, candidates: Iterable[str]) -> list[str]:
    alike = list(candidates)
    return [word for word, _, _ in process.extract(typed, alike, scorer=OSA.distance, score_cutoff=1, limit=None)]


def _beginning_within_one_slip(typed: str, longer: list[str]) -> list[str]:
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    heads = set(_within_one_slip(typed, {word[:length] for word in longer for length in lengths}))
    return [word for word in longer if any(word[:length] in heads for length in lengths)]
