"""Fields of the client: ``{"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR", "IT"]}``."""

from dataclasses import dataclass

from crm.segments.errors import SegmentError
from crm.segments.fields import TESTS, choice, values
from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import listed

FIELDS = {
    "country": "Country",
    "language": "Language",
    "city": "City",
    "salutation": "Salutation",
    "timezone": "Time zone",
    "source": "First known from",
    "birth_month": "Month of birth",
}
TEST_WORDS = (("one_of", "is one of"), ("none_of", "is none of"), ("known", "is known"), ("unknown", "is unknown"))
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Attribute(Leaf):
    """``test``: one_of, none_of, known, unknown; the values are text in any case, a month is 1 to 12."""

    field: str
    test: str
    values: tuple[str, ...] = ()


def read(data: Data, path: Path) -> Attribute:
    field, test = choice(data, "field", tuple(FIELDS), path), choice(data, "test", TESTS, path)
    wanted = values(data, path) if test in ("one_of", "none_of") else ()
    if field == "birth_month" and not all(map(_is_a_month, wanted)):
        raise SegmentError("out_of_range", "A month is a number from 1 to 12.", path)
    return Attribute(field, test, wanted)


def _is_a_month(text: str) -> bool:
    return text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 12


def members(leaf: Attribute, scope: Scope) -> Fragment:
    among = scope.among("c.id")
    if leaf.field == "birth_month":
        known = "c.birth_date IS NOT NULL"
        equals = Fragment("EXTRACT(MONTH FROM c.birth_date)::int = ANY(%s)", ([int(each) for each in leaf.values],))
    else:
        known, equals = f"c.{leaf.field} <> ''", text_equals(f"c.{leaf.field}", leaf.values)
    return chained(
        Fragment("SELECT c.id AS client_id FROM crm_client c WHERE "), tested(leaf.test, known, equals), among
    )


def text_equals(column: str, values: tuple[str, ...]) -> Fragment:
    return Fragment(f"lower({column}) = ANY(%s)", ([each.lower() for each in values],))


def tested(test: str, known: str, equals: Fragment) -> Fragment:
    """The condition; of whom nothing is known, it is true that it is none of these."""
    return {
        "known": Fragment(f"({known})"),
        "unknown": Fragment(f"({known}) IS NOT TRUE"),
        "one_of": equals,
        "none_of": Fragment(f"({equals.text}) IS NOT TRUE", equals.values),
    }[test]


def words(leaf: Attribute) -> str:
    shown = tuple(MONTHS[int(each) - 1] for each in leaf.values) if leaf.field == "birth_month" else leaf.values
    return tested_words(FIELDS[leaf.field], leaf.test, shown)


def tested_words(name: str, test: str, values: tuple[str, ...]) -> str:
    if test in ("known", "unknown"):
        return f"{name} is {test}"
    return f"{name} is {'not ' if test == 'none_of' else ''}{listed(values)}"


def _form(field: str) -> Form:
    hint = "Numbers from 1 to 12, separated by commas." if field == "birth_month" else "Separated by commas."
    offers = "" if field == "birth_month" else field
    fields = (
        Field("test", FIELDS[field], TEST_WORDS),
        Field("values", "Values", offers=offers, hint=hint, is_list=True, is_optional=True),
    )
    return Form(field, "Who they are", FIELDS[field], fields, {"field": field})


ATTRIBUTE = Kind("attribute", Attribute, read, members, words, tuple(_form(field) for field in FIELDS))
