"""What we have of a source's receipts, day by day, to hold against what the source states."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from crm.models import Brand, SourceComparison, SourceTotal

Key = tuple[str, date, str, str]

# A purchase counts for each system that told of it, under whatever number. By purchase_by_moment for the days.
_OURS = """
    WITH bought AS (
        SELECT id, source, source_ref, kind, currency, total,
            (occurred_at AT TIME ZONE %(zone)s)::date AS day
        FROM crm_purchase
        WHERE brand_id = %(brand)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ), told AS (
        SELECT id, source, source_ref, kind, currency, total, day FROM bought
        UNION ALL
        SELECT b.id, r.source, r.source_ref, b.kind, b.currency, b.total, b.day
        FROM bought b JOIN crm_purchasereference r ON r.purchase_id = b.id AND r.source <> b.source
    )
"""
_SUMS = f"""{_OURS}
    SELECT source, day, kind, currency, count(*), sum(total) FROM told
    WHERE source = ANY(%(sources)s) GROUP BY 1, 2, 3, 4
"""  # noqa: S608
_REFERENCES = f"""{_OURS}
    SELECT source_ref FROM told WHERE source = ANY(%(sources)s) AND kind = %(kind)s AND currency = %(currency)s
    ORDER BY source_ref
"""  # noqa: S608


@dataclass(frozen=True)
class Sums:
    """Of receipts, and of their totals."""

    count: int = 0
    amount: Decimal = Decimal(0)


def key_of(total: SourceTotal) -> Key:
    return total.source, total.day, total.kind, total.currency


def our_sums(totals: Sequence[SourceTotal]) -> dict[Key, Sums]:
    """Of the days of these totals, all of one brand. One statement, over their days from first to last."""
    brand, days = totals[0].brand, [total.day for total in totals]
    values = _values(brand, min(days), max(days)) | {"sources": sorted({total.source for total in totals})}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, values)
        return {(source, day, kind, currency): Sums(*rest) for source, day, kind, currency, *rest in cursor.fetchall()}


def difference_of_references(total: SourceTotal) -> tuple[list[str], list[str]]:
    """What the source states and we do not have, and what we have and it does not state, each in order."""
    values = _values(total.brand, total.day, total.day)
    values |= {"sources": [total.source], "kind": total.kind, "currency": total.currency}
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES, values)
        ours = {row[0] for row in cursor.fetchall()}
    stated = set(total.references or [])
    return sorted(stated - ours), sorted(ours - stated)


def latest_comparisons(brands: QuerySet[Brand], *, since: date) -> list[SourceComparison]:
    """Of each total since this day the latest comparison, the days that differ first, then the latest day."""
    latest = SourceComparison.objects.filter(total=OuterRef("pk")).order_by("-compared_on").values("pk")[:1]
    totals = SourceTotal.objects.filter(brand__in=brands, day__gte=since).annotate(latest=Subquery(latest))
    found = SourceComparison.objects.filter(pk__in=totals.values("latest")).select_related("total__brand")
    rows = found.order_by("-total__day", "total__brand__name", "total__source", "total__kind", "total__currency")
    return sorted(rows, key=is_equal)


def comparisons_of(totals: Sequence[int]) -> dict[int, list[SourceComparison]]:
    """By total, every comparison that was made, the latest first."""
    found: defaultdict[int, list[SourceComparison]] = defaultdict(list)
    for compared in SourceComparison.objects.filter(total__in=totals).order_by("-compared_on"):
        found[compared.total_id].append(compared)
    return found


def is_equal(compared: SourceComparison) -> bool:
    """Whether we have as many receipts, of the same sum, and the very same where the source named them."""
    stated = (compared.stated_count, compared.stated_amount)
    return stated == (compared.our_count, compared.our_amount) and not compared.missing and not compared.unstated


def _values(brand: Brand, first: date, last: date) -> dict[str, Any]:
    """A day begins at midnight in the brand's zone, which is not always 24 hours before the next."""
    zone = ZoneInfo(brand.timezone)
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return {"brand": brand.pk, "zone": brand.timezone, "start": start, "end": end}
