"""Whose data may go where. A closed region's clients go to destinations of that region only.

China is closed by its law on personal information (PIPL, articles 38 to 40: no export without a separate consent and
a filed contract). An app that knows better replaces the rule by ``register_region_rule``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.kind import Data, Kind, Path
from crm.segments.rules import Leaf

REGIONS = {"eu": "European Union", "uk": "United Kingdom", "us": "United States", "cn": "China", "other": "Elsewhere"}
CLOSED = {"cn": ("CN",)}


@dataclass(frozen=True)
class MayGoTo(Leaf):
    """True of clients whose data may go to this region."""

    region: str


RegionRule = Callable[[MayGoTo, Scope], Fragment]


def closed_regions(leaf: MayGoTo, scope: Scope) -> Fragment:
    kept = [country for region, countries in CLOSED.items() if region != leaf.region for country in countries]
    start = Fragment("SELECT c.id AS client_id FROM crm_client c WHERE upper(c.country) <> ALL(%s)", (kept,))
    return chained(start, scope.among("c.id"))


_rules: list[RegionRule] = [closed_regions]


def register_region_rule(rule: RegionRule) -> None:
    """From now on this one decides: a query that gives the ``client_id`` of those who may go."""
    _rules[:] = [rule]


def _members(leaf: MayGoTo, scope: Scope) -> Fragment:
    return _rules[-1](leaf, scope)


def _read(data: Data, path: Path) -> MayGoTo:
    return MayGoTo(str(data.get("region", "")))


REGION = Kind("region", MayGoTo, _read, _members, lambda leaf: f"May go to {REGIONS[leaf.region]}", ())
