"""What the tills state of their days: all of it agrees, but for one receipt that never reached the house."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from crm.actions.source_totals import Statement, compare_lately_stated, state_totals
from crm.models import Brand, Purchase

DAYS = 7
LOST = "R-LOST-1"
LOST_AMOUNT = Decimal("1250.00")


def write_totals(brands: dict[str, Brand], now: datetime) -> None:
    """The last whole days of each source of each brand; the lost receipt is of the first brand, yesterday."""
    first = next(iter(brands.values()))
    for brand in brands.values():
        stated = _stated(brand, now)
        for source, statements in stated.items():
            loses = brand == first and source == min(stated)
            state_totals(brand, source, _with_a_lost_receipt(statements) if loses else statements, at=now)
    compare_lately_stated(now=now)


def _stated(brand: Brand, now: datetime) -> dict[str, list[Statement]]:
    """By source, its totals with the numbers of its receipts."""
    zone = ZoneInfo(brand.timezone)
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    bought = Purchase.objects.filter(brand=brand, occurred_at__gte=today - timedelta(days=DAYS), occurred_at__lt=today)
    groups: defaultdict[tuple[str, ...], list[tuple[str, Decimal]]] = defaultdict(list)
    for source, at, kind, currency, ref, total in bought.order_by("occurred_at").values_list(
        "source", "occurred_at", "kind", "currency", "source_ref", "total"
    ):
        groups[source, at.astimezone(zone).date().isoformat(), kind, currency].append((ref, total))
    stated: defaultdict[str, list[Statement]] = defaultdict(list)
    for (source, day, kind, currency), receipts in groups.items():
        amount = sum((total for _, total in receipts), Decimal(0))
        references = [ref for ref, _ in receipts]
        date = datetime.fromisoformat(day).date()
        stated[source].append(Statement(date, kind, currency, len(receipts), amount, references))
    return dict(stated)


def _with_a_lost_receipt(statements: list[Statement]) -> list[Statement]:
    latest = max(statements, key=lambda each: (each.kind == "sale", each.day))
    if latest.kind != "sale":
        return statements
    lost = Statement(
        latest.day, latest.kind, latest.currency, latest.count + 1, latest.amount + LOST_AMOUNT,
        [*(latest.references or []), LOST],
    )  # fmt: skip
    return [lost if each is latest else each for each in statements]
