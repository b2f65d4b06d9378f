"""``bench orders [--clients N | --existing]``: what becomes of the ecommerce events of a generated house.

Orders of two lines are derived one by one, additions to carts a thousand at a time, each of another client; and the
database itself says how long its note of what arrives takes of a statement of 2,000 rows. ``existing``: in the
configured database, in a transaction that is rolled back.
"""

import json
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction

from crm.ingest.ecommerce.deriving import derive_due_lists, derive_due_orders
from crm.ingest.ecommerce.names import ORDER_COMPLETED, PRODUCT_ADDED
from crm.management.made_house import made_house
from crm.models import Source

ORDERS, CARTS, STATEMENT = 1_000, 10_000, 2_000
LINES = [{"sku": "BENCH-1", "price": 900, "quantity": 1}, {"sku": "BENCH-2", "price": 80.5, "quantity": 2}]

_EVENTS = """
    INSERT INTO crm_interaction (id, message_id, source_id, type, name, anonymous_id, client_id, properties, context,
        timestamp, received_at)
    SELECT gen_random_uuid(), 'bench-' || gen_random_uuid(), %(source)s, 'track', %(name)s, '',
        CASE WHEN %(is_known)s THEN c.id END, %(properties)s::jsonb || jsonb_build_object('order_id', 'BENCH-' || c.id),
        '{}', now(), now()
    FROM (SELECT id FROM crm_client WHERE canonical_id IS NULL ORDER BY id LIMIT %(count)s) c
"""
# Before whatever else waits in this database.
_FIRST = "UPDATE crm_pendingevent SET due_at = '2000-01-01' WHERE received_at = now()"


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Events a second, and milliseconds of a statement."""
    clients = min(options["clients"], 50_000)
    house = nullcontext() if options["existing"] else made_house(clients=clients, interactions_per_client=1)
    with house, transaction.atomic():
        figures = _measured(Source.objects.order_by("pk")[0])
        transaction.set_rollback(True)
    return figures


def _measured(source: Source) -> dict[str, Any]:
    whole, note = _note(source)
    _write(source, ORDER_COMPLETED, ORDERS, {"products": LINES, "currency": "EUR"})
    orders = _a_second(derive_due_orders, ORDERS)
    _write(source, PRODUCT_ADDED, CARTS, LINES[0])
    return {
        "orders_a_second": orders,
        "carts_a_second": _a_second(derive_due_lists, CARTS),
        "statement_of_2000_rows_ms": whole,
        "of_it_the_note_of_what_arrives_ms": note,
    }


def _write(source: Source, name: str, count: int, properties: dict[str, Any], *, explain: bool = False) -> Any:
    values: dict[str, Any] = {
        "source": source.pk, "name": name, "count": count, "properties": json.dumps(properties),
        "is_known": not explain,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {_EVENTS}" if explain else _EVENTS, values)
        found = cursor.fetchone()[0] if explain else None
        cursor.execute(_FIRST)
    return found


def _note(source: Source) -> tuple[float, float]:
    """Milliseconds of a statement of views of visitors, and of the trigger that notes them."""
    plan = _write(source, "Product Viewed", STATEMENT, LINES[0], explain=True)
    [found] = json.loads(plan) if isinstance(plan, str) else plan
    note = sum(each["Time"] for each in found["Triggers"] if each["Trigger Name"] == "what_arrives_is_noted")
    return round(found["Execution Time"], 1), round(note, 2)


def _a_second(derive: Callable[[], int], count: int) -> float:
    start, done = time.perf_counter(), 0
    while done < count and (now := derive()):
        done += now
    return round(done / (time.perf_counter() - start), 1)
