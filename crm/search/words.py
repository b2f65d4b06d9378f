"""The index of search words, and how it is asked: a tsvector made without a parser, so that all databases split alike.

The rarest of the typed words are looked up in the index, until few enough clients are left to be tested for the rest.
"""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL

from crm.search.needle import Meant, Needle
from crm.search.vocabulary import MOST_WORDS

# So few are tested word by word sooner than the index is asked for another word.
ENOUGH = 300
_VECTOR = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"
_IS_FOUND = f"{_VECTOR} @@ %s::tsquery"
# The index is not asked for what stands so.
_IS_ALSO = f"({_VECTOR} @@ %s::tsquery) IS TRUE"
# An array of ids is read in the order in which the rows lie.
_AT_PLACES = f"""
    SELECT id FROM crm_client
    WHERE id = ANY(ARRAY(SELECT client_id FROM crm_relationship WHERE boutique_id = ANY(%s)))
        AND strpos(' ' || search_text, %s) > 0 AND ({_VECTOR} @@ %s::tsquery) IS TRUE OFFSET 0
"""  # noqa: S608


class SearchWords(Func):
    """The words of a text as a tsvector. ``array_to_tsvector`` is immutable and takes words as they are."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


def clients_meant(needle: Needle) -> Q | None:
    """The condition on Client for what was typed, by the index; None when nobody can be meant."""
    if not needle.has_names:
        return _from_index(needle, []) if needle.numbers else None
    return _from_index(needle, _worth_asking(needle))


def clients_meant_at(needle: Needle, places: list[int]) -> Q:
    """The same by testing each client of these boutiques: for names that many have, and no numbers."""
    first = next((meant for meant in needle.names if not meant.is_repaired), None)
    # Cheap, and leaves few for the test that takes the line apart.
    sieve = f" {first.typed}" if first else " "
    return Q(pk__in=RawSQL(_AT_PLACES, [places, sieve, _tests(needle.names)]))  # noqa: S611


def _worth_asking(needle: Needle) -> list[Meant]:
    """The rarest of the typed words, and more until few enough clients are left to test."""
    asked: list[Meant] = []
    expected = float(needle.clients)
    for meant in sorted(needle.names, key=lambda it: it.count):
        if expected > ENOUGH or not asked:
            asked.append(meant)
            expected *= min(1.0, meant.count / max(needle.clients, 1))
    return asked


def _from_index(needle: Needle, asked: list[Meant]) -> Q:
    rest = [meant for meant in needle.names if meant not in asked] if asked else []
    numbers = [_prefix(number) for number in needle.numbers]
    looked_up = _any([*([_all(map(_lookup, asked))] if asked else []), *numbers])
    found = Q(RawSQL(_IS_FOUND, [looked_up], output_field=BooleanField()))  # noqa: S611
    if not rest:
        return found
    also = _any([_tests(tuple(rest)), *numbers])
    return found & Q(RawSQL(_IS_ALSO, [also], output_field=BooleanField()))  # noqa: S611


def _lookup(meant: Meant) -> str:
    if meant.is_repaired or len(meant.words) > MOST_WORDS:
        return _test(meant)
    return _any([*map(_quoted, meant.words), *map(_prefix, meant.prefixes)])


def _tests(names: tuple[Meant, ...]) -> str:
    return _all(map(_test, names))


def _test(meant: Meant) -> str:
    """Short however many words are meant: the beginning as typed, and what is one slip away."""
    return _any([*map(_prefix, meant.prefixes or [meant.typed]), *map(_quoted, meant.slips)])


def _any(parts: Iterable[str]) -> str:
    return "(" + " | ".join(parts) + ")"


def _all(parts: Iterable[str]) -> str:
    return "(" + " & ".join(parts) + ")"


def _prefix(word: str) -> str:
    return f"{_quoted(word)}:*"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
