"""The index of search words, and how it is asked: a tsvector made without a parser, so that all databases split alike.

Two ways, chosen by how many clients are to be expected:

* few: the index gives them, whole words only, and they are put in order afterwards;
* many (two letters, a common name): the list is walked in its own order and each row tested, since a page of it
  is full soon, while the index would first gather tens of thousands.
"""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.expressions import RawSQL

from crm.search.needle import Meant, Needle

# Up to so many clients gathered and put in order cost less than walking the list.
FEW = 10_000
# So few are tested word by word sooner than the index is asked for another word.
ENOUGH = 300
_VECTOR = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"
# OFFSET 0 keeps the planner from taking it apart: it would walk the list for a client who is not there.
_FOUND = f"SELECT id FROM crm_client WHERE {_VECTOR} @@ %s::tsquery AND ({_VECTOR} @@ %s::tsquery) IS TRUE OFFSET 0"  # noqa: S608
_FOUND_SIMPLY = f"SELECT id FROM crm_client WHERE {_VECTOR} @@ %s::tsquery OFFSET 0"  # noqa: S608


class SearchWords(Func):
    """The words of a text as a tsvector. ``array_to_tsvector`` is immutable and takes words as they are."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


class _HasWords(Func):
    """``vector @@ query`` in a form which the index does not serve: a test of each row."""

    template = "((%(expressions)s::tsquery) IS TRUE)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def clients_meant(needle: Needle, clients: float) -> Q | None:
    """The condition on Client for what was typed, where there are so many clients; None when nobody can be meant."""
    asked, expected = _worth_asking(needle, clients) if needle.has_names else ([], clients)
    if needle.numbers or (asked and expected <= FEW):
        return _from_index(needle, asked)
    if not needle.has_names:
        return None
    return Q(_HasWords(SearchWords("search_text"), Value(_tests(needle.names))))


def _worth_asking(needle: Needle, clients: float) -> tuple[list[Meant], float]:
    """The rarest of the typed words, and more until few enough clients are left to test; and how many those are."""
    asked: list[Meant] = []
    expected = clients
    for meant in sorted((it for it in needle.names if it.is_selective), key=lambda it: it.count):
        if expected > ENOUGH or not asked:
            asked.append(meant)
            expected *= min(1.0, meant.count / max(clients, 1.0))
    return asked, expected


def _from_index(needle: Needle, asked: list[Meant]) -> Q:
    rest = [meant for meant in needle.names if meant not in asked] if asked else []
    numbers = [_prefix(number) for number in needle.numbers]
    looked_up = _any([*([_all(map(_lookup, asked))] if asked else []), *numbers])
    if not rest:
        return Q(pk__in=RawSQL(_FOUND_SIMPLY, [looked_up]))  # noqa: S611
    return Q(pk__in=RawSQL(_FOUND, [looked_up, _any([_tests(tuple(rest)), *numbers])]))  # noqa: S611


def _lookup(meant: Meant) -> str:
    return _any([*map(_quoted, meant.words), *map(_prefix, meant.prefixes)])


def _tests(names: tuple[Meant, ...]) -> str:
    """Short however many words are meant: the beginning as typed, and what was repaired."""
    return _all(
        _any(
            [*map(_prefix, meant.prefixes or [meant.typed]), *(map(_quoted, meant.words) if meant.is_repaired else ())]
        )
        for meant in names
    )


def _any(parts: Iterable[str]) -> str:
    return "(" + " | ".join(parts) + ")"


def _all(parts: Iterable[str]) -> str:
    return "(" + " & ".join(parts) + ")"


def _prefix(word: str) -> str:
    return f"{_quoted(word)}:*"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
