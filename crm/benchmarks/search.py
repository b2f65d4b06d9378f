"""``bench search [--clients N | --existing]``: searches as they are typed, over a generated house.

In a database of its own, or in the configured one as it is. Clients are drawn from the house and looked for as
somebody who half remembers them would. One page of 25 is read, rows and order included, by headquarters (everybody)
and by an advisor (whom one boutique knows).
"""

import time
from collections.abc import Callable
from random import Random
from statistics import quantiles
from typing import Any

from django.db import transaction

from crm.management.made_house import made_house, somebody_at
from crm.models import Boutique, Client, SearchWord, User
from crm.queries.clients import found_page
from crm.search.pinyin import pinyin_words
from crm.search.text import words_of

PAGE = 25
EACH = 60
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds at the 50th and 95th percentile, and the share in which the client stood on the first page."""
    if options["existing"]:
        with transaction.atomic():
            figures = _run()
            # Who searched for headquarters was made for it, and goes.
            transaction.set_rollback(True)
        return figures
    with made_house(clients=options["clients"], interactions_per_client=0):
        return _run()


def _run() -> dict[str, Any]:
    return {"clients": Client.objects.count(), "distinct_words": SearchWord.objects.count(), **measure(EACH)}


def measure(each: int, seed: int = 1) -> dict[str, Any]:
    """The figures for the database that is connected; ``each``: how many searches of a kind."""
    hana, boutique = somebody_at(None), Boutique.objects.filter(kind="boutique").order_by("pk")[0]
    alice = somebody_at(boutique)
    figures: dict[str, Any] = {}
    for who, user in (("headquarters", hana), ("advisor", alice)):
        found_page(user, "warm", size=PAGE)
        clients = _drawn(user, each, Random(seed))
        for kind, typed in KINDS.items():
            figures |= _figures(f"{who}_{kind}", user, clients, typed, Random(seed))
    return figures


def _figures(
    name: str, user: User, clients: list[Client], typed: Callable[[Client, Random], str], rng: Random
) -> dict[str, Any]:
    timed = [_timed(user, client, text) for client in clients if (text := typed(client, rng))]
    if len(timed) < 2:
        return {}
    cuts = quantiles([milliseconds for milliseconds, _ in timed], n=20)
    return {
        f"{name}_p50_ms": round(cuts[9], 1),
        f"{name}_p95_ms": round(cuts[18], 1),
        f"{name}_on_page": round(sum(is_there for _, is_there in timed) / len(timed), 2),
    }


def _timed(user: User, client: Client, text: str) -> tuple[float, bool]:
    started = time.perf_counter()
    found = found_page(user, text, size=PAGE)
    rows = Client.objects.visible_to(user).in_bulk(found.ids)
    return (time.perf_counter() - started) * 1000, client.pk in rows


def _drawn(user: User, count: int, rng: Random) -> list[Client]:
    """Clients drawn from those whom the user sees, with their identifiers."""
    first, last = Client.objects.order_by("pk")[0].pk, Client.objects.order_by("-pk")[0].pk
    drawn: list[Client] = []
    while len(drawn) < count:
        start = rng.randint(first, last)
        drawn += Client.objects.visible_to(user).filter(pk__gte=start, family_name__gt="").order_by("pk")[:1]
    return drawn


def _beginning(client: Client, rng: Random) -> str:
    return words_of(client.family_name)[0][:3]


def _beginnings(client: Client, rng: Random) -> str:
    return f"{words_of(client.given_name)[0][:3]} {words_of(client.family_name)[0][:3]}"


def _swapped(client: Client, rng: Random) -> str:
    return f"{client.family_name} {client.given_name}"


def _letter(client: Client, rng: Random) -> str:
    return words_of(client.family_name)[0][:1]


def _given(client: Client, rng: Random) -> str:
    return client.given_name


def _misspelt(client: Client, rng: Random) -> str:
    """One letter of the family name wrong, left out, doubled, or two swapped."""
    word = words_of(client.family_name)[0]
    at = rng.randrange(max(1, len(word) - 1))
    slips = (
        word[:at] + rng.choice(LETTERS) + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )
    return f"{client.given_name} {rng.choice(slips)}" if len(word) > 4 and word.isascii() else ""


def _pinyin(client: Client, rng: Random) -> str:
    words = pinyin_words(client.given_name, client.family_name)
    return " ".join(words[:2]) if len(words) > 2 else ""


def _telephone(client: Client, rng: Random) -> str:
    return next((word[6:0:-1] for word in client.search_text.split() if word.startswith("~")), "")


def _email(client: Client, rng: Random) -> str:
    return next((word.split(".com")[0] for word in client.search_text.split() if "@" in word), "")


def _card(client: Client, rng: Random) -> str:
    return next((word for word in client.search_text.split() if word.startswith("ly") and word[2:].isdigit()), "")


KINDS: dict[str, Callable[[Client, Random], str]] = {
    "one_letter": _letter,
    "three_letters": _beginning,
    "two_times_three_letters": _beginnings,
    "given_name": _given,
    "both_names_swapped": _swapped,
    "misspelt": _misspelt,
    "pinyin": _pinyin,
    "six_last_digits": _telephone,
    "email": _email,
    "card": _card,
    "unique_id": lambda client, rng: client.uid,
}
