"""``bench identity [--clients N | --existing]``: who is meant, asked of the identity graph of a large house.

Each call runs in a transaction that is rolled back, so that a house is left as it was: the figures are without the
wait for a commit. Clients are drawn by chance from the whole house, so that what they need is seldom in memory yet.
"""

import time
from collections.abc import Callable
from datetime import datetime
from random import Random
from statistics import quantiles
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.identity.bulk import known_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.management.made_house import made_house
from crm.models import Client, Identifier
from crm.queries.identity_graph import identity_graph

EACH = 200
Claims = list[IdentifierClaim]


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds at the 50th and 95th percentile, for each kind of call."""
    if options.get("existing"):
        return _sizes() | measure(EACH)
    with made_house(clients=options["clients"], interactions_per_client=0):
        return _sizes() | measure(EACH)


def measure(each: int, seed: int = 1) -> dict[str, Any]:
    """The figures for the database that is connected; ``each``: how many calls of a kind."""
    now, rng = timezone.now(), Random(seed)  # noqa: S311  # chance, not a secret
    figures: dict[str, Any] = {}
    for kind, claims_of in KINDS.items():
        drawn = [claims_of(_drawn(rng), _drawn(rng), number) for number in range(each)]
        figures |= _figures(f"resolve_{kind}", [_timed(_resolving(claims, now)) for claims in drawn if claims])
    values = [[_value(_drawn(rng), "email") for _ in range(20)] for _ in range(each)]
    figures |= _figures("look_up_20", [_timed(_looking_up(some)) for some in values])
    return figures | _figures("graph", [_timed(_drawing(_drawn(rng))) for _ in range(each)])


def _sizes() -> dict[str, int]:
    last = Client.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return {"last_client": last, "last_identifier": Identifier.objects.order_by("-pk").values_list("pk", flat=True)[0]}


def _drawn(rng: Random) -> Client:
    first, last = Client.objects.order_by("pk")[0].pk, Client.objects.order_by("-pk")[0].pk
    return Client.objects.filter(pk__gte=rng.randint(first, last), canonical=None).order_by("pk")[0]


def _value(client: Client, namespace: str) -> str:
    return (
        client.identifiers.filter(namespace=namespace, retracted_at=None).values_list("value", flat=True).first() or ""
    )


def _of(client: Client, *namespaces: str) -> Claims:
    return [IdentifierClaim(name, value) for name in namespaces if (value := _value(client, name))]


def _resolving(claims: Claims, now: datetime) -> Callable[[], object]:
    return lambda: resolve_client(claims, source="bench", asserted_at=now)


def _looking_up(values: list[str]) -> Callable[[], object]:
    return lambda: known_clients("email", values)


def _drawing(client: Client) -> Callable[[], object]:
    return lambda: identity_graph(client)


def _timed(act: Callable[[], object]) -> float:
    with transaction.atomic():
        started = time.perf_counter()
        act()
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds * 1000


def _figures(name: str, milliseconds: list[float]) -> dict[str, Any]:
    if len(milliseconds) < 2:
        return {}
    cuts = quantiles(milliseconds, n=20)
    return {f"{name}_p50_ms": round(cuts[9], 2), f"{name}_p95_ms": round(cuts[18], 2)}


KINDS: dict[str, Callable[[Client, Client, int], Claims]] = {
    "known": lambda one, other, number: _of(one, "email"),
    "known_by_all": lambda one, other, number: _of(one, "loyalty", "email", "phone", "anonymous"),
    "new_beside_known": lambda one, other, number: [*_of(one, "email"), IdentifierClaim("card", f"BENCH{number}")],
    "somebody_new": lambda one, other, number: [IdentifierClaim("email", f"bench{number}@bench.example")],
    "two_people": lambda one, other, number: [*_of(one, "email"), *_of(other, "phone")],
    "device_moves": lambda one, other, number: [*_of(one, "email"), *_of(other, "anonymous")],
    "device_alone": lambda one, other, number: _of(one, "anonymous"),
}
