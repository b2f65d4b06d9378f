"""The first letters under which names are found: those of everybody, and those of whom a boutique knows.

Two indexes are asked here. ``client_by_beginning`` has one, two and three letters of each word of a name, so that of
two short beginnings only the clients are read that have both. ``relationship_by_word`` has each word behind the number
of the boutique, so that an advisor's search reads what their boutique knows and nothing else.
"""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, Func, Q, TextField
from django.db.models.expressions import RawSQL

from crm.search.needle import Meant, Needle
from crm.search.query import all_of, any_of, prefix
from crm.search.text import LONGEST_WORD

LETTERS = 3
_HAVE_BEGINNINGS = "crm_beginnings(search_text, uid) @> %s::text[]"
_KNOWN = "SELECT client_id FROM crm_relationship WHERE words @@ %s::tsquery"


class Beginnings(Func):
    """One, two and three letters of each word of a name."""

    function = "crm_beginnings"
    output_field = ArrayField(TextField())


def have_beginnings(names: Iterable[Meant]) -> Q:
    """Clients who have a word that begins as each of these, as far as three letters tell. Not for repaired words."""
    letters = sorted({meant.typed[:LETTERS] for meant in names})
    return Q(RawSQL(_HAVE_BEGINNINGS, [letters], output_field=BooleanField()))  # noqa: S611


def known_at(needle: Needle, places: list[int]) -> Q:
    """Clients of these boutiques who may be meant: nobody who is meant is missing."""
    # An array is made once and read in the order in which the rows lie.
    return Q(pk__in=RawSQL(f"SELECT unnest(ARRAY({_KNOWN}))", [_words_at(needle, places)]))  # noqa: S608, S611


def are_few(needle: Needle, places: list[int], most: int) -> bool:
    """Whether no more than so many of them may be meant."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_KNOWN} OFFSET %s LIMIT 1", [_words_at(needle, places), most])
        return cursor.fetchone() is None


def _words_at(needle: Needle, places: list[int]) -> str:
    return any_of(all_of(any_of(_beginnings(meant, place)) for meant in needle.names) for place in places)


def _beginnings(meant: Meant, place: int) -> Iterable[str]:
    return (prefix(f"{place}:{word[:LONGEST_WORD]}") for word in (meant.typed, *meant.slips))
