"""The index of search words, and how it is asked: a tsvector made without a parser, so that all databases split alike.

Two ways, chosen by how many clients are to be expected:

* few: the index gives them, whole words only, and they are put in order afterwards;
* many (two letters, a common name), for staff of a boutique: each client of the boutique is tested;
* many, for headquarters: the index gives those whose word comes first in the alphabet, which fill many pages.
"""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q
from django.db.models.expressions import RawSQL

from crm.search.needle import FEW, Meant, Needle, first_meant
from crm.search.vocabulary import Vocabulary

# So few are tested word by word sooner than the index is asked for another word.
ENOUGH = 300
_VECTOR = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"
# OFFSET 0 keeps the planner from taking it apart: it would walk the list for a client who is not there.
_FOUND = f"SELECT id FROM crm_client WHERE {_VECTOR} @@ %s::tsquery AND ({_VECTOR} @@ %s::tsquery) IS TRUE OFFSET 0"  # noqa: S608
_FOUND_SIMPLY = f"SELECT id FROM crm_client WHERE {_VECTOR} @@ %s::tsquery OFFSET 0"  # noqa: S608


_AT_PLACES = f"""
    SELECT id FROM (
        SELECT client.id, client.search_text FROM crm_relationship JOIN crm_client AS client ON client.id = client_id
        WHERE crm_relationship.boutique_id = ANY(%s) OFFSET 0
    ) AS known WHERE {_VECTOR} @@ %s::tsquery OFFSET 0
"""  # noqa: S608


class SearchWords(Func):
    """The words of a text as a tsvector. ``array_to_tsvector`` is immutable and takes words as they are."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


def clients_meant(needle: Needle, vocabulary: Vocabulary, places: list[int]) -> Q | None:
    """The condition on Client for what was typed; None when nobody can be meant.

    ``places``: the boutiques beyond whose clients the user sees nobody; none when the user sees more than boutiques.
    """
    if not needle.has_names:
        return _from_index(needle, []) if needle.numbers else None
    asked, expected = _worth_asking(needle, vocabulary.clients)
    if needle.numbers or (asked and expected <= FEW):
        return _from_index(needle, asked)
    if places:
        return Q(pk__in=RawSQL(_AT_PLACES, [places, _tests(needle.names)]))  # noqa: S611
    rarest = first_meant(min(needle.names, key=lambda meant: meant.count), vocabulary)
    others = tuple(meant for meant in needle.names if meant.typed != rarest.typed)
    return _from_index(Needle((rarest, *others), ()), [rarest])


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
