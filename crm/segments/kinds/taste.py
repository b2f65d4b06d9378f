"""``{"kind": "taste", "name": "colour", "test": "one_of", "values": ["navy"]}``: likes, sizes, materials."""

from dataclasses import dataclass

from crm.segments.fields import TESTS, choice, text, values
from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.kinds.attribute import TEST_WORDS, tested, tested_words
from crm.segments.rules import Leaf


@dataclass(frozen=True)
class Taste(Leaf):
    """``name`` as the house keeps it; the values in any case."""

    name: str
    test: str
    values: tuple[str, ...] = ()


def read(data: Data, path: Path) -> Taste:
    test = choice(data, "test", TESTS, path)
    return Taste(text(data, "name", 60, path), test, values(data, path) if test in ("one_of", "none_of") else ())


def members(leaf: Taste, scope: Scope) -> Fragment:
    """A taste is a text, or a list of them."""
    kept = "SELECT FROM jsonb_path_query(c.tastes -> %s, '$[*] ? (@ <> \"\")') kept"
    wanted = [each.lower() for each in leaf.values]
    known = Fragment(f"EXISTS ({kept})", (leaf.name,))
    equals = Fragment(f"EXISTS ({kept} WHERE lower(kept #>> '{{}}') = ANY(%s))", (leaf.name, wanted))
    condition = tested(leaf.test, known.text, equals)
    values = condition.values if leaf.test in ("one_of", "none_of") else known.values
    start = Fragment("SELECT c.id AS client_id FROM crm_client c WHERE ")
    return chained(start, Fragment(condition.text, values), scope.among("c.id"))


def words(leaf: Taste) -> str:
    return tested_words(f"Taste in {leaf.name}", leaf.test, leaf.values)


_FIELDS = (
    Field("name", "Taste", offers="taste", hint="Such as colour or ring."),
    Field("test", "Test", TEST_WORDS),
    Field("values", "Values", hint="Separated by commas.", is_list=True, is_optional=True),
)
TASTE = Kind("taste", Taste, read, members, words, (Form("taste", "Who they are", "Taste or size", _FIELDS),))
