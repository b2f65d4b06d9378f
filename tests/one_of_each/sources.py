"""Of sources: events that wait or were refused, and sums."""

from uuid import uuid4

from django.utils import timezone

from crm.models import (
    PendingEvent,
    Purchase,
    PurchaseReference,
    RejectedEvent,
    SchemaViolation,
    Source,
    SourceComparison,
    SourceHour,
    SourceTally,
    SourceTotal,
)


def make_of_the_sources(source: Source) -> None:
    now, purchase = timezone.now(), Purchase.objects.exclude(client=None).earliest("pk")
    event = {"source": source, "message_id": "admin-1", "name": "Order Completed"}
    RejectedEvent.objects.create(**event, code="negative_price", timestamp=now, rejected_at=now)
    PendingEvent.objects.create(interaction=uuid4(), received_at=now, is_order=True, due_at=now)
    PurchaseReference.objects.create(purchase=purchase, brand=purchase.brand, source="erp", source_ref="ADMIN-1")
    SourceTally.objects.create(source=source, hour=now, count=1)
    SourceHour.objects.create(source=source, hour=now, count=1)
    SchemaViolation.objects.create(
        source=source, day=now.date(), event="Order Completed", code="event_unknown", count=1
    )
    total = SourceTotal.objects.create(
        brand=source.brand, source="till", day=now.date(), kind="sale", currency="EUR", count=1, amount=9, stated_at=now
    )
    figures = {"stated_count": 1, "stated_amount": 9, "our_count": 1, "our_amount": 9}
    SourceComparison.objects.create(total=total, compared_on=now.date(), **figures)
