"""How long the record of somebody who bought is kept without a word from them, by house and region.

Of the rules that fit, the closest holds: of this house in this region, of this house, of this region, of everybody.
Who bought of several houses is kept as long as the one that keeps longest.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Q

from consent.models import RetentionRule
from consent.registry.retention import Retention
from consent.residency.homes import regions_of_clients
from consent.residency.regions import Region, home_region
from consent.retention.contacts import buyers_silent_since, sales
from consent.retention.lengths import lengths


@dataclass(frozen=True)
class BuyerLengths:
    """In days. ``own``: (brand id or None, region or "") to its length."""

    everywhere: int
    own: dict[tuple[int | None, str], int]

    @property
    def shortest(self) -> int:
        return min([self.everywhere, *self.own.values()])

    def of(self, brands: Sequence[int], region: Region) -> int:
        """Of somebody who bought of these houses and lives there."""
        return max(self._of_house(brand, region) for brand in brands)

    def _of_house(self, brand: int, region: Region) -> int:
        closest = [(brand, region.value), (brand, ""), (None, region.value)]
        return next((self.own[key] for key in closest if key in self.own), self.everywhere)


def buyer_lengths() -> BuyerLengths:
    """Two statements."""
    rules = RetentionRule.objects.filter(category=Retention.BUYER.code).exclude(brand=None, region="")
    own: dict[tuple[int | None, str], int] = {
        (brand, region): days for brand, region, days in rules.values_list("brand", "region", "days")
    }
    return BuyerLengths(lengths()[Retention.BUYER], own)


def silent_buyers(within: Q, *, at: datetime) -> list[int]:
    """Ids of those clients whose silence has lasted as long as their own rule at this moment, in order.

    ``within``: a part of the clients, such as a range of ids. A statement for each length, three besides and one for
    each kind of sale.
    """
    rules = buyer_lengths()
    by_days: dict[int, list[int]] = defaultdict(list)
    for pk, days in _days_of(_silent(within, at, rules.shortest), rules).items():
        by_days[days].append(pk)
    return sorted(pk for days, ids in by_days.items() for pk in _silent(Q(pk__in=ids), at, days))


def _silent(within: Q, at: datetime, days: int) -> list[int]:
    silent = buyers_silent_since(at - timedelta(days=days)).filter(within)
    return list(silent.order_by("pk").values_list("pk", flat=True))


def _days_of(ids: Sequence[int], rules: BuyerLengths) -> dict[int, int]:
    regions, brands = regions_of_clients(ids), _brands_of(ids)
    return {pk: rules.of(brands[pk], regions.get(pk, home_region())) for pk in ids}


def _brands_of(ids: Sequence[int]) -> dict[int, list[int]]:
    """Of whom each bought."""
    found: dict[int, set[int]] = defaultdict(set)
    for sale in sales():
        rows = apps.get_model(sale.model)._default_manager.filter(sale.where, **{f"{sale.client}__in": list(ids)})
        for pk, brand in rows.values_list(sale.client, sale.house).distinct():
            found[pk].add(brand)
    return {pk: sorted(brands) for pk, brands in found.items()}
