"""Conditions on the properties of an event: ``{"property": "category", "test": "one_of", "values": ["bags"]}``."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crm.segments.errors import SegmentError
from crm.segments.fields import choice, number, text, values
from crm.segments.fragment import Fragment
from crm.segments.kind import Data, Path
from crm.segments.words import COMPARISONS, listed

TESTS = ("one_of", "at_least", "at_most", "known")
MOST = 5


@dataclass(frozen=True)
class Where:
    """``property`` is a name, or a way down with dots. Texts in any case; a number is one that came as a number."""

    property: str
    test: str
    values: tuple[str, ...] = ()
    number: Decimal = Decimal(0)


def read_where(data: Data, path: Path) -> tuple[Where, ...]:
    """All of them must hold; none may be there. Raises SegmentError."""
    found = data.get("where") or []
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise SegmentError("not_a_rule", "Conditions on properties are a list of objects.", path)
    if len(found) > MOST:
        raise SegmentError("too_many_rules", f"More than {MOST} conditions on properties.", path)
    return tuple(_read(each, path) for each in found)


def where_condition(where: Where) -> Fragment:
    way = where.property.split(".")
    if where.test == "known":
        return Fragment(" AND i.properties #> %s IS NOT NULL", (way,))
    if where.test == "one_of":
        wanted = [each.lower() for each in where.values]
        return Fragment(" AND lower(i.properties #>> %s) = ANY(%s)", (way, wanted))
    sign = ">=" if where.test == "at_least" else "<="
    text = (
        " AND CASE jsonb_typeof(i.properties #> %s) WHEN 'number'"
        f" THEN (i.properties #>> %s)::numeric {sign} %s ELSE false END"
    )
    return Fragment(text, (way, way, where.number))


def where_words(where: Where) -> str:
    if where.test == "known":
        return f"{where.property} is known"
    if where.test == "one_of":
        return f"{where.property} is {listed(where.values)}"
    return f"{where.property} is {COMPARISONS[where.test]} {where.number:,f}"


def _read(data: Data, path: Path) -> Where:
    name, test = text(data, "property", 100, path), choice(data, "test", TESTS, path)
    if test == "one_of":
        return Where(name, test, values(data, path))
    return Where(name, test) if test == "known" else Where(name, test, number=number(data, path, whole=False))
