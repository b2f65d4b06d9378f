"""What the house has to choose from while a rule is written: its boutiques, categories, events, segments..."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from consent.models import Purpose
from crm.models import Boutique, Brand, Category, Membership, Relation, Segment
from crm.segments.kinds.attribute import FIELDS as ATTRIBUTE_FIELDS

Offered = Sequence[tuple[str, str]]
MOST = 200


class Offers:
    """The lists of one brand; each is asked for when a form needs it."""

    def __init__(self, brand: Brand, *, without: Segment | None = None) -> None:
        self.brand, self.without = brand, without

    def of(self, name: str) -> Offered:
        """(value, words), the most usual first or by name; empty for a list that there is not."""
        if name in _COLUMNS:
            return _most_usual(*_COLUMNS[name])
        return _LISTS[name](self) if name in _LISTS else ()


def _boutiques(offers: Offers) -> Offered:
    return [(each.code, each.name) for each in Boutique.objects.filter(brand=offers.brand).order_by("name")[:MOST]]


def _categories(offers: Offers) -> Offered:
    found = Category.objects.filter(brand=offers.brand).order_by("code")[:MOST]
    return [(each.code, each.names.get("en") or each.code) for each in found]


def _segments(offers: Offers) -> Offered:
    found = Segment.objects.filter(brand=offers.brand).order_by("name")[:MOST]
    return [(each.code, each.name) for each in found if each != offers.without]


def _advisors(offers: Offers) -> Offered:
    at = Membership.objects.filter(brand=offers.brand, role=Membership.Role.ADVISOR).select_related("user")
    return [(each.user.email, str(each.user)) for each in at.order_by("user__last_name", "user__first_name")[:MOST]]


def _brands(offers: Offers) -> Offered:
    return list(Brand.objects.exclude(pk=offers.brand.pk).order_by("name").values_list("code", "name"))


def _purposes(offers: Offers) -> Offered:
    return list(Purpose.objects.order_by("name").values_list("code", "name"))


def _channels(offers: Offers) -> Offered:
    codes = {code for channels in Purpose.objects.values_list("channels", flat=True) for code in channels}
    return [(code, code.capitalize()) for code in sorted(codes)]


def _currencies(offers: Offers) -> Offered:
    codes = Boutique.objects.filter(brand=offers.brand).order_by("currency").values_list("currency", flat=True)
    return [(code, code) for code in dict.fromkeys([offers.brand.currency, *codes.distinct()])]


def _events(offers: Offers) -> Offered:
    """Names of a few thousand events of the last month: enough to offer, whatever the size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM (SELECT i.name FROM crm_interaction i JOIN crm_source s ON s.id = i.source_id"
            " WHERE i.received_at > %s AND s.brand_id = %s AND i.name <> '' LIMIT 5000) lately"
            " GROUP BY name ORDER BY count(*) DESC, name LIMIT 50",
            [timezone.now() - timedelta(days=31), offers.brand.pk],
        )
        return [(row[0], row[0]) for row in cursor.fetchall()]


def _relations(offers: Offers) -> Offered:
    return list(Relation.Kind.choices)


def _most_usual(table: str, column: str) -> Offered:
    """Of a few thousand rows, since a list to choose from needs no census."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value FROM (SELECT {column} AS value FROM {table} LIMIT 5000) few"  # noqa: S608
            " WHERE value <> '' GROUP BY value ORDER BY count(*) DESC, value LIMIT 60"
        )
        return [(row[0], row[0]) for row in cursor.fetchall()]


# The value of each list, from rows of its table.
_COLUMNS = {
    **{name: ("crm_client", name) for name in ATTRIBUTE_FIELDS if name != "birth_month"},
    "tier": ("crm_relationship", "tier"),
    "loyalty_tier": ("crm_loyaltyaccount", "tier"),
    "score": ("crm_score", "model"),
    "taste": (
        "(SELECT tastes FROM crm_client WHERE jsonb_typeof(tastes) = 'object' LIMIT 5000) c,"
        " jsonb_object_keys(tastes) kept",
        "kept",
    ),
}
_LISTS: dict[str, Callable[[Offers], Offered]] = {
    "boutique": _boutiques,
    "category": _categories,
    "segment": _segments,
    "advisor": _advisors,
    "brand": _brands,
    "purpose": _purposes,
    "channel": _channels,
    "currency": _currencies,
    "event": _events,
    "relation": _relations,
}
