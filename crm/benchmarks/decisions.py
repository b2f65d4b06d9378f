"""``bench decisions [--clients N | --existing]``: a decision, with one key of the contact hashes and with three.

While there are several keys whoever writes about an address locks it and carries its rows to the newest (decision 31).
Each decision is in a transaction of its own that is rolled back, so each one finds its rows under the key of before.
Clients are drawn by chance among those with an e-mail address.
"""

import time
from collections.abc import Callable
from random import Random
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.actions.decide import record_decision
from consent.actions.suppress import withdraw_by_link
from consent.queries.permission import may_contact
from crm.management.made_house import made_house
from crm.models import Brand, Client, Identifier

EACH, WARM, KEYS = 100, 5, 3
_STATEMENTS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
Ask = Callable[[Client, Brand, str], object]


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds at the 50th and 95th percentile, and statements, by what is asked and by how many keys there are."""
    if options["existing"] or not options["clients"]:
        return measure()
    with made_house(clients=options["clients"], interactions_per_client=1):
        return measure()


def measure(each: int = EACH, seed: int = 1) -> dict[str, Any]:
    """The figures for the database that is connected."""
    drawn = _drawn(each + WARM, Random(seed))
    figures: dict[str, Any] = {"clients": Client.objects.count()}
    for keys in (1, KEYS):
        with _keys(keys):
            for name, ask in _ASKED.items():
                found = _asked(ask, drawn)
                figures |= {f"{name}_{keys}_keys_{figure}": value for figure, value in found.items()}
    return figures


def _asked(ask: Ask, drawn: list[tuple[Client, str]]) -> dict[str, Any]:
    brand = Brand.objects.order_by("pk")[0]
    for client, address in drawn[:WARM]:
        _once(ask, client, brand, address)
    timed = [_once(ask, client, brand, address) for client, address in drawn[WARM:]]
    cuts = quantiles(timed, n=20)
    with CaptureQueriesContext(connection) as queries:
        _once(ask, drawn[0][0], brand, drawn[0][1])
    statements = [query for query in queries if query["sql"].split()[0] in _STATEMENTS]
    return {"p50_ms": round(cuts[9], 2), "p95_ms": round(cuts[18], 2), "statements": len(statements)}


def _once(ask: Ask, client: Client, brand: Brand, address: str) -> float:
    with transaction.atomic():
        started = time.perf_counter()
        ask(client, brand, address)
        milliseconds = (time.perf_counter() - started) * 1000
        transaction.set_rollback(True)
    return milliseconds


def _decide(client: Client, brand: Brand, address: str) -> object:
    return record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=address, status="given", method="app",
        at=timezone.now(),
    )  # fmt: skip


def _unsubscribe(client: Client, brand: Brand, address: str) -> object:
    return withdraw_by_link(client, brand=brand, channel="email", at=timezone.now())


def _ask(client: Client, brand: Brand, address: str) -> object:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=timezone.now())


_ASKED: dict[str, Ask] = {"decision": _decide, "unsubscription": _unsubscribe, "question": _ask}


def _keys(count: int) -> override_settings:
    """The configured one, and newer ones after it."""
    chain = [settings.CONTACT_HASH_KEY, *(f"bench-{number}" for number in range(1, count))]
    return override_settings(CONTACT_HASH_KEY=chain[-1], OLD_CONTACT_HASH_KEYS=chain[-2::-1], NEXT_CONTACT_HASH_KEY="")


def _drawn(count: int, rng: Random) -> list[tuple[Client, str]]:
    """Clients with one of their addresses, each found from a random place of the table."""
    live = Identifier.objects.filter(namespace="email", retracted_at=None, client__canonical=None).order_by("pk")
    first, last = live[0].pk, live.last().pk  # type: ignore[union-attr]
    found: list[tuple[Client, str]] = []
    while len(found) < count:
        each = live.select_related("client").filter(pk__gte=rng.randint(first, last)).first()
        if each is not None:
            found.append((each.client, each.value))
    return found
