"""Purchases and interactions."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from crm.models import Boutique, Client, Interaction, Product, Purchase, PurchaseLine, Source


def make_purchase(
    client: Client | None,
    boutique: Boutique,
    *products: Product,
    at: datetime,
    price: str = "900",
    currency: str = "EUR",
    **fields: Any,
) -> Purchase:
    """A sale of one of each product, as a till's history has it: no signal, no stock change."""
    defaults: dict[str, Any] = {"source": "till", "source_ref": uuid.uuid4().hex[:12], "kind": "sale"}
    purchase = Purchase.objects.create(
        brand=boutique.brand,
        client=client,
        boutique=boutique,
        occurred_at=at,
        currency=currency,
        total=Decimal(price) * max(len(products), 1),
        **{**defaults, **fields},
    )
    for number, product in enumerate(products, 1):
        variant = product.variants.first()
        PurchaseLine.objects.create(
            purchase=purchase,
            number=number,
            sku=variant.sku if variant else product.code,
            variant=variant,
            quantity=1,
            unit_price=Decimal(price),
            amount=Decimal(price),
        )
    return purchase


def make_interaction(
    source: Source,
    name: str = "Product Viewed",
    *,
    at: datetime | None = None,
    client: Client | None = None,
    anonymous_id: str = "",
    type: str = "track",
    properties: dict[str, Any] | None = None,
) -> Interaction:
    moment = at or datetime.now(UTC)
    return Interaction.objects.create(
        id=uuid.uuid4(),
        message_id=uuid.uuid4().hex,
        source=source,
        type=type,
        name=name,
        anonymous_id=anonymous_id,
        client=client,
        properties=properties or {},
        timestamp=moment,
        received_at=moment,
    )
