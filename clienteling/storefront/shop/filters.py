"""The filters of a list, as links: each adds or takes away itself and keeps the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

SINGLE, SEVERAL = ("category", "price_max", "in_stock", "q"), ("tag", "colour", "material")
YES = {"true", "1", "yes", "on"}
PRICES = ("250", "500", "1000", "2500")


@dataclass(frozen=True)
class Choice:
    name: str
    query: str
    is_on: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    code: str
    choices: list[Choice]

    @property
    def chosen(self) -> int:
        return sum(choice.is_on for choice in self.choices)


def asked_of(query: QueryDict) -> dict[str, Any]:
    """What the address asks for, for the interface; anything else in it is not passed on."""
    single = {name: str(query[name])[:100] for name in SINGLE if query.get(name)}
    if not single.get("price_max", "0").isdecimal():
        del single["price_max"]
    if "in_stock" in single:
        single["in_stock"] = "true" if single["in_stock"].lower() in YES else "false"
    several = {name: [value[:60] for value in query.getlist(name)[:20]] for name in SEVERAL if query.get(name)}
    return {**single, **several}


def applied_of(asked: dict[str, Any]) -> list[dict[str, str]]:
    """The filters as the Segment specification's ``filters`` property has them; words typed are not among them."""
    listed = [(name, value) for name in SEVERAL for value in asked.get(name, [])]
    listed += [(name, asked[name]) for name in SINGLE if name in asked and name != "q"]
    return [{"type": name, "value": value} for name, value in listed]


def groups_of(query: QueryDict, filters: dict[str, Any]) -> list[Group]:
    """Category, colour, material and price, each choice with the address that toggles it."""
    named = (("category", "categories"), ("colour", "colours"), ("material", "materials"))
    groups = [Group(code, _choices(query, code, filters[plural])) for code, plural in named]
    prices = [{"code": price, "name": price, "count": None} for price in PRICES]
    return [*groups, Group("price_max", _choices(query, "price_max", prices))]


def toggled(query: QueryDict, name: str, value: str) -> str:
    """The query string with this choice turned round, always from the first page."""
    changed = query.copy()
    changed.pop("cursor", None)
    values = changed.getlist(name)
    is_on = asked_of(query).get(name) == value if name in SINGLE else value in values
    if is_on:
        changed.setlist(name, [] if name in SINGLE else [kept for kept in values if kept != value])
    else:
        changed.setlist(name, [value] if name in SINGLE else [*values, value])
    return changed.urlencode()


def _choices(query: QueryDict, name: str, offered: Sequence[dict[str, Any]]) -> list[Choice]:
    on = query.getlist(name)
    return [
        Choice(item["name"], toggled(query, name, item["code"]), item["code"] in on, item["count"]) for item in offered
    ]
