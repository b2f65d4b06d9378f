"""A source's own totals, and the nightly comparison of ours with them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from crm.models import Brand, SourceComparison, SourceTotal
from crm.queries.source_totals import Sums, difference_of_references, key_of, our_sums

COMPARED_DAYS = 35
MOST_REFERENCES_SHOWN = 200

# Told twice at once, or an older statement after a newer: the newer stands.
_STATE = """
    INSERT INTO crm_sourcetotal AS kept
        (brand_id, source, day, kind, currency, count, amount, "references", stated_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
    ON CONFLICT (brand_id, source, day, kind, currency) DO UPDATE
    SET count = excluded.count, amount = excluded.amount, "references" = excluded."references",
        stated_at = excluded.stated_at
    WHERE kept.stated_at <= excluded.stated_at
"""


@dataclass(frozen=True)
class Statement:
    """What a source says of one day. ``references`` are the numbers of all its receipts, or None."""

    day: date
    kind: str
    currency: str
    count: int
    amount: Decimal
    references: Sequence[str] | None = None


def state_totals(brand: Brand, source: str, statements: Sequence[Statement], *, at: datetime) -> list[SourceTotal]:
    """Keep what a source states, in the order of the days, each in place of what it stated before."""
    ordered = sorted(statements, key=lambda each: (each.day, each.kind, each.currency))
    with transaction.atomic(), connection.cursor() as cursor:
        for each in ordered:
            references = None if each.references is None else json.dumps(list(each.references))
            cursor.execute(
                _STATE,
                [brand.pk, source, each.day, each.kind, each.currency, each.count, each.amount, references, at],
            )
    days = {each.day for each in statements}
    return list(SourceTotal.objects.filter(brand=brand, source=source, day__in=days).order_by("day", "kind"))


def compare_totals(totals: Sequence[SourceTotal], *, on: date) -> list[SourceComparison]:
    """Write down what we have beside each of these totals, all of one brand. Again on one day, the latest stands."""
    if not totals:
        return []
    ours = our_sums(totals)
    compared = [_compare(total, ours.get(key_of(total), Sums()), on) for total in totals]
    return SourceComparison.objects.bulk_create(
        compared, update_conflicts=True, unique_fields=["total", "compared_on"],
        update_fields=["stated_count", "stated_amount", "our_count", "our_amount", "missing", "unstated"],
    )  # fmt: skip


def compare_lately_stated(*, now: datetime) -> int:
    """Compare the totals of the last weeks; how many differ."""
    today, differing = now.date(), 0
    recent = SourceTotal.objects.filter(day__gte=today - timedelta(days=COMPARED_DAYS)).select_related("brand")
    for brand in Brand.objects.order_by("pk"):
        for compared in compare_totals(list(recent.filter(brand=brand).order_by("day")), on=today):
            differing += (compared.stated_count, compared.stated_amount) != (compared.our_count, compared.our_amount)
    return differing


def _compare(total: SourceTotal, ours: Sums, on: date) -> SourceComparison:
    missing: list[str] = []
    unstated: list[str] = []
    if total.references is not None:
        missing, unstated = difference_of_references(total)
    return SourceComparison(
        total=total, compared_on=on, stated_count=total.count, stated_amount=total.amount, our_count=ours.count,
        our_amount=ours.amount, missing=missing[:MOST_REFERENCES_SHOWN], unstated=unstated[:MOST_REFERENCES_SHOWN],
    )  # fmt: skip
