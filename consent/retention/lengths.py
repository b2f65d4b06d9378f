"""How long each category is kept in this house."""

from datetime import datetime, timedelta

from consent.models import RetentionRule
from consent.registry.retention import Retention

Lengths = dict[Retention, int]


def lengths() -> Lengths:
    """In days, of every category that ends by the clock: what the house set, else what stands. One statement."""
    set_here = dict(RetentionRule.objects.filter(brand=None, region="").values_list("category", "days"))
    return {each: set_here.get(each.code, each.bounds.days) for each in Retention if each.bounds}


def cutoff(category: Retention, at: datetime) -> datetime:
    """What is older than this has been kept long enough."""
    return at - timedelta(days=lengths()[category])
