"""Who is meant by what was typed: the condition on clients, and the index that leads to them.

An index gives candidates, never too few; the client's own line of search words then says who is meant. Where somebody
sees the clients of boutiques alone, the boutiques' words lead (crm.search.beginnings); else the rarest typed word, or,
of words that many have, their first letters together.
"""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL

from crm.search.beginnings import LETTERS, have_beginnings, known_at
from crm.search.needle import Meant, Needle
from crm.search.query import all_of, any_of, prefix, whole

# A word that so few have is looked up by itself.
RARE = 300
_VECTOR = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"
_IS_FOUND = f"{_VECTOR} @@ %s::tsquery"
# The index is not asked for what stands so.
_IS_ALSO = f"({_VECTOR} @@ %s::tsquery) IS TRUE"
# The line without the unique id, whose letters are no name's. A blank at both ends.
_LINE = "' ' || replace(search_text, lower(uid) || ' ' || lower(substr(uid, 3)), '') || ' '"
_HAS_ONE = f"({_LINE} LIKE ANY (%s)) IS TRUE"


class SearchWords(Func):
    """The words of a text as a tsvector. ``array_to_tsvector`` is immutable and takes words as they are."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


def clients_meant(needle: Needle, places: list[int]) -> Q | None:
    """The condition on Client for what was typed; None when nobody can be meant.

    ``places``: boutiques of which the user sees the clients and nobody else; none for anybody else.
    """
    if not needle.has_names:
        return _found(any_of(map(prefix, needle.numbers))) if needle.numbers else None
    if not needle.is_lettered:
        return _from_words(needle)
    return (known_at(needle, places) if places else _candidates(needle)) & has_names(needle)


def have_words(words: Iterable[str]) -> Q:
    """Who has each of these folded words, whole."""
    return _found(all_of(map(whole, words)))


def has_names(needle: Needle) -> Q:
    """Who has all the words of a lettered needle, asked of each client's own line."""
    return reduce(and_, map(_is_called, needle.names), Q())


def _candidates(needle: Needle) -> Q:
    """By the rarest word where few have it, or where it says more than the first letters of all do."""
    rarest = min(needle.names, key=lambda meant: meant.count)
    says_more = len(needle.names) == 1 and len(rarest.typed) > LETTERS
    if rarest.count <= RARE or rarest.is_repaired or says_more:
        return _found(_test(rarest))
    return have_beginnings(meant for meant in needle.names if not meant.is_repaired)


def _from_words(needle: Needle) -> Q:
    """With a number in it: that leads, or the whole text as one number."""
    numbers = [prefix(number) for number in needle.numbers]
    rarest = min(needle.names, key=lambda meant: meant.count)
    also = any_of([_tests(needle.names), *numbers])
    looked_up = _found(any_of([_test(rarest), *numbers]))
    return looked_up & Q(RawSQL(_IS_ALSO, [also], output_field=BooleanField()))  # noqa: S611


def _is_called(meant: Meant) -> Q:
    # Of letters alone, so nothing in them is a sign of LIKE.
    parts = [f"% {meant.typed}%", *(f"% {word} %" for word in meant.slips)]
    return Q(RawSQL(_HAS_ONE, [parts], output_field=BooleanField()))  # noqa: S611


def _found(query: str) -> Q:
    return Q(RawSQL(_IS_FOUND, [query], output_field=BooleanField()))  # noqa: S611


def _tests(names: Iterable[Meant]) -> str:
    return all_of(map(_test, names))


def _test(meant: Meant) -> str:
    """Short however many words are meant: the beginning as typed, and what is one slip away."""
    return any_of([*map(prefix, meant.prefixes or [meant.typed]), *map(whole, meant.slips)])
