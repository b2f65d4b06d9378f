"""What the database itself enforces of orders, rejected events and the figures of a source, each broken once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm.models import (
    Brand,
    Purchase,
    PurchaseReference,
    RejectedEvent,
    SchemaViolation,
    Source,
    SourceComparison,
    SourceHour,
    SourceTotal,
)
from tests.crm.test_constraints import refuses

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = date(2026, 3, 10)


def sale(brand: Brand, source_ref: str, kind: str = "sale") -> dict[str, object]:
    return {
        "brand": brand, "source": "till", "source_ref": source_ref, "kind": kind, "occurred_at": AT, "currency": "EUR",
        "total": Decimal(1), "order_ref": "W-1",
    }  # fmt: skip


def test_an_order_is_one_sale_of_its_brand(brand: Brand, other_brand: Brand) -> None:
    first = Purchase.objects.create(**sale(brand, "1"))
    Purchase.objects.create(**sale(brand, "2", "return"))
    Purchase.objects.create(**sale(brand, "3", "return"))
    Purchase.objects.create(**sale(other_brand, "1"))
    told = {"brand": brand, "source": "erp", "source_ref": "77"}
    PurchaseReference.objects.create(purchase=first, **told)

    refuses("one_sale_per_order_of_a_brand", Purchase, **sale(brand, "4"))
    refuses("one_purchase_per_further_reference", PurchaseReference, purchase=first, **told)


def test_an_event_is_put_aside_once(source: Source) -> None:
    event = {"source": source, "message_id": "m-1", "name": "Order Completed", "timestamp": AT, "rejected_at": AT}
    RejectedEvent.objects.create(**event, code="negative_price")

    refuses("one_reason_per_rejected_event", RejectedEvent, **event, code="unknown_currency")


def test_a_source_has_one_sum_an_hour_and_one_count_a_rule(source: Source) -> None:
    rule = {"source": source, "day": DAY, "event": "Order Completed", "path": "total", "code": "type_wrong"}
    SourceHour.objects.create(source=source, hour=AT, count=5)
    SchemaViolation.objects.create(**rule, count=5)

    refuses("one_sum_per_source_and_hour", SourceHour, source=source, hour=AT, count=1)
    refuses("one_count_per_violated_rule_and_day", SchemaViolation, **rule, count=1)


def test_a_source_states_one_total_a_day_with_the_sign_of_its_kind(brand: Brand) -> None:
    key = {"brand": brand, "source": "till", "day": DAY, "currency": "EUR", "count": 1, "stated_at": AT}
    total = SourceTotal.objects.create(**key, kind="sale", amount=9)
    figures = {"stated_count": 1, "stated_amount": 9, "our_count": 1, "our_amount": 9}
    SourceComparison.objects.create(total=total, compared_on=DAY, **figures)

    refuses("one_total_per_source_day_kind_and_currency", SourceTotal, **key, kind="sale", amount=8)
    refuses("a_total_has_the_sign_of_its_kind", SourceTotal, **{**key, "currency": "USD"}, kind="sale", amount=-1)
    refuses("a_total_has_the_sign_of_its_kind", SourceTotal, **key, kind="return", amount=1)
    refuses("one_comparison_per_total_and_day", SourceComparison, total=total, compared_on=DAY, **figures)
