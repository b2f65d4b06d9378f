"""``bench duplicates [--clients N]``: doubles planted in a generated house, a full pass, and clients who come after it.

Everybody in a generated house is somebody else, so every pair that was not planted is wrong. In a database of its
own, or with ``--existing`` in the configured one, where what was planted is taken away afterwards.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import quantiles
from typing import Any

from django.db import transaction
from django.db.models import Max
from tqdm import tqdm

from crm.actions.duplicates import propose_for
from crm.actions.find_duplicates import FullPass, find_duplicates
from crm.management.made_house import made_house
from crm.models import Client, DuplicateProposal, DuplicateSignature, DuplicateWork, Identifier

# One client in a hundred is known twice, at most so many: enough to count by.
PLANTED_SHARE, MOST_PLANTED = 0.01, 5_000
NEWCOMERS = 200
MARK = "planted"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Slip = Callable[[Client, Random], None]


@dataclass(frozen=True)
class Quality:
    """Of the pairs that the desk shows: those that were planted, all, and how many were planted."""

    right: int
    found: int
    planted: int


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Seconds of the full pass, milliseconds of a newcomer, precision and recall on what was planted."""
    workers = os.cpu_count() or 1
    if options.get("existing"):
        with taken_back():
            return measure(workers=workers)
    with made_house(clients=options["clients"], interactions_per_client=0):
        return measure(workers=workers)


def measure(*, workers: int, seed: int = 1) -> dict[str, Any]:
    """The figures for the database that is connected, which keeps what is planted."""
    true = plant_doubles(Random(seed))  # noqa: S311 - a sample
    started = time.perf_counter()
    done = _full_pass(workers)
    seconds = time.perf_counter() - started
    quality = _quality(true)
    return {
        "clients": done.clients,
        "workers": workers,
        "full_pass_seconds": round(seconds, 1),
        "pairs_compared": done.compared,
        "planted": quality.planted,
        "precision": round(quality.right / max(quality.found, 1), 4),
        "recall": round(quality.right / max(quality.planted, 1), 4),
        **newcomers(Random(seed)),  # noqa: S311 - a sample
    }


def plant_doubles(rng: Random) -> set[tuple[int, int]]:
    """Write clients down a second time, as carelessly as counters do; the pairs of ids."""
    count = min(int(Client.objects.count() * PLANTED_SHARE), MOST_PLANTED)
    drawn = list(drawn_clients(count, rng))
    doubles = [double_of(client, rng) for client in drawn]
    with transaction.atomic():
        Client.objects.bulk_create(doubles, batch_size=1_000)
        Identifier.objects.bulk_create(
            [made for first, second in zip(drawn, doubles, strict=True) for made in contacts_of(first, second, rng)],
            batch_size=1_000,
        )
    return {(first.pk, second.pk) for first, second in zip(drawn, doubles, strict=True)}


def newcomers(rng: Random, count: int = NEWCOMERS) -> dict[str, float]:
    """Clients who come one by one, each a double of somebody: from their row to their proposals. Taken back."""
    taken = []
    for client in list(drawn_clients(min(count, Client.objects.count() // 2), rng)):
        with transaction.atomic():
            made = double_of(client, rng)
            made.save()
            started = time.perf_counter()
            propose_for(made)
            taken.append((time.perf_counter() - started) * 1000)
            transaction.set_rollback(True)
    cuts = quantiles(taken, n=20)
    return {"newcomer_p50_ms": round(cuts[9], 1), "newcomer_p95_ms": round(cuts[18], 1)}


def drawn_clients(count: int, rng: Random) -> Iterator[Client]:
    """Distinct clients with both names, from all over the house."""
    last, seen = Client.objects.aggregate(last=Max("pk"))["last"] or 0, set[int]()
    while len(seen) < count:
        named = Client.objects.live().exclude(given_name="").exclude(family_name="").exclude(source=MARK)
        client = named.filter(pk__gte=rng.randint(1, last)).order_by("pk").first()
        if client is not None and client.pk not in seen:
            seen.add(client.pk)
            yield client


def double_of(client: Client, rng: Random) -> Client:
    """The same person at another counter: one or two of the things that go wrong."""
    double = Client(
        given_name=client.given_name, family_name=client.family_name, birth_date=client.birth_date, city=client.city,
        country=client.country, language=client.language, source=MARK,
    )  # fmt: skip
    for happens in rng.sample(HAPPENS, rng.choice((1, 1, 2))):
        happens(double, rng)
    return double


def contacts_of(first: Client, second: Client, rng: Random) -> Iterator[Identifier]:
    """What the second record has of the first one's contact points, written in a way that resolves to another."""
    for held in Identifier.objects.filter(client=first, retracted_at=None, namespace__in=("email", "phone")):
        if rng.random() < 0.6:
            value = f"{held.value[:-1]}{(int(held.value[-1]) + 1) % 10}" if held.namespace == "phone" else (
                held.value.replace("@example.com", "@example.org")
            )  # fmt: skip
            if not Identifier.objects.filter(namespace=held.namespace, value=value, retracted_at=None).exists():
                yield Identifier(
                    client=second, namespace=held.namespace, value=value, source=MARK, asserted_at=held.asserted_at
                )


def slip(word: str, rng: Random) -> str:
    """One letter wrong, left out, doubled, or exchanged with the next."""
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + rng.choice(LETTERS) + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _family(client: Client, rng: Random) -> None:
    client.family_name = slip(client.family_name, rng)


def _given(client: Client, rng: Random) -> None:
    client.given_name = slip(client.given_name, rng)


def _exchanged(client: Client, rng: Random) -> None:
    client.given_name, client.family_name = client.family_name, client.given_name


def _day(client: Client, rng: Random) -> None:
    if client.birth_date:
        client.birth_date += timedelta(days=rng.choice((-10, -1, 1, 10)))


def _moved(client: Client, rng: Random) -> None:
    client.city = "Elsewhere"


HAPPENS: tuple[Slip, ...] = (_family, _given, _exchanged, _day, _moved)


def _full_pass(workers: int) -> FullPass:
    with tqdm(unit=" steps", unit_scale=True, file=sys.stderr, mininterval=1.0, leave=False) as bar:

        def show(what: str, more: int) -> None:
            bar.set_description(what)
            bar.update(more)

        return find_duplicates(show, workers=workers)


def _quality(true: set[tuple[int, int]]) -> Quality:
    opened = DuplicateProposal.objects.filter(status=DuplicateProposal.Status.OPEN)
    found = set(opened.values_list("a_id", "b_id"))
    return Quality(len(found & true), len(found), len(true))


@contextmanager
def taken_back() -> Iterator[None]:
    """What was planted, and what was found of it, goes again."""
    yield
    planted = Client.objects.filter(source=MARK)
    for model in (DuplicateSignature, DuplicateWork):
        model.objects.filter(client__in=planted).delete()
    DuplicateProposal.objects.filter(b__in=planted).delete()
    Identifier.objects.filter(client__in=planted).delete()
    planted.delete()
