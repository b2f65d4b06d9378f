"""What is in a client's cart, as of when: what is older changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from crm.models import Cart, CartItem, Client, Purchase, PurchaseLine

MOST_OF_ONE = 10_000

# Two workers may say two things of one piece: whoever says the younger is right, in whatever order they come.
_SET = """
    INSERT INTO crm_cartitem AS held (client_id, brand_id, sku, variant_id, quantity, source, changed_at)
    SELECT * FROM unnest(
        %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::timestamptz[]
    ) AS said (client_id, brand_id, sku, variant_id, quantity, source, changed_at)
    ORDER BY client_id, brand_id, sku
    ON CONFLICT (client_id, brand_id, sku) DO UPDATE
    SET quantity = excluded.quantity, variant_id = coalesce(excluded.variant_id, held.variant_id),
        source = excluded.source, changed_at = excluded.changed_at
    WHERE held.changed_at < excluded.changed_at
"""

_NAME = """
    INSERT INTO crm_cart AS held (client_id, brand_id, named_at)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS said (client_id, brand_id, named_at)
    ORDER BY client_id, brand_id
    ON CONFLICT (client_id, brand_id) DO UPDATE SET named_at = excluded.named_at
    WHERE held.named_at < excluded.named_at
"""
Key = tuple[int, int]


@dataclass(frozen=True)
class CartState:
    """So many of one SKU in a client's cart since ``changed_at``; none is 0."""

    client_id: int
    brand_id: int
    sku: str
    variant_id: int | None
    quantity: int
    source: str
    changed_at: datetime


def lock_carts(client_ids: Iterable[int]) -> None:
    """Hold the carts of these clients, known or still empty, until the transaction ends. One statement.

    A row can only be locked once it is there, and two workers may begin the same cart: the client is what is held.
    """
    clients = Client.objects.filter(pk__in=set(client_ids)).order_by("pk").select_for_update(no_key=True)
    list(clients.values_list("pk", flat=True))


def name_carts(named: Mapping[Key, datetime]) -> int:
    """All that was in these carts, by client and brand, was named at these moments. Returns how many were news."""
    if not named:
        return 0
    columns: list[Any] = [[key[0] for key in named], [key[1] for key in named], list(named.values())]
    with connection.cursor() as cursor:
        cursor.execute(_NAME, columns)
        return cursor.rowcount


def carts_named(client_ids: Iterable[int]) -> dict[Key, datetime]:
    """When all that is in the carts of these clients was last named. One statement."""
    rows = Cart.objects.filter(client__in=set(client_ids)).values_list("client", "brand", "named_at")
    return {(client, brand): at for client, brand, at in rows}


def set_cart_states(states: Sequence[CartState]) -> int:
    """Of one client, brand and SKU one state at most. Returns how many were news."""
    if not states:
        return 0
    columns = [
        [getattr(state, name) for state in states] for name in CartState.__dataclass_fields__
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SET, columns)
        return cursor.rowcount


def take_bought_from_cart(purchase: Purchase, lines: Sequence[PurchaseLine]) -> int:
    """What was bought is no longer in the cart, unless it was put there again later."""
    if purchase.kind != Purchase.Kind.SALE or purchase.client_id is None:
        return 0
    # Or a piece that a worker is just putting there would stay.
    lock_carts([purchase.client_id])
    held = CartItem.objects.filter(
        client=purchase.client_id, brand=purchase.brand_id, sku__in={line.sku for line in lines}, quantity__gt=0,
        changed_at__lte=purchase.occurred_at,
    )  # fmt: skip
    return held.update(quantity=0, changed_at=purchase.occurred_at, source=purchase.source)
