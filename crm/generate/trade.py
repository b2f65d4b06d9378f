"""Purchases of a generated house and their lines, oldest first, as lines for COPY."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from crm.generate.people import SOURCE, YEARS
from crm.generate.premises import NULL, Home, Piece, Plan

PURCHASE_COLUMNS = (
    "id", "brand_id", "source", "source_ref", "kind", "client_id", "boutique_id", "advisor_id", "occurred_at",
    "currency", "total", "country", "created_at",
)  # fmt: skip
LINE_COLUMNS = ("purchase_id", "number", "sku", "variant_id", "description", "quantity", "unit_price", "amount")
RETURNS, ANONYMOUS = 0.03, 0.08
# A few clients buy much: the client's place in the list is drawn with this exponent.
STEEPNESS = 1.6
PERIOD = timedelta(days=YEARS * 365)


def purchase_lines(plan: Plan, chunk: range) -> Iterator[str]:
    began, step = plan.now - PERIOD, PERIOD / (len(plan.purchases) + 1)
    for number, home, client, sign, pieces in _receipts(plan, chunk):
        at = (began + step * (number - plan.purchases.start)).isoformat(timespec="seconds")
        total = sum(piece.price for piece in pieces) * sign
        advisor = str(home.advisors[number % len(home.advisors)]) if home.advisors else NULL
        kind = "sale" if sign > 0 else "return"
        yield (
            f"{number}\t{home.brand_id}\t{SOURCE}\tG{number}\t{kind}\t{client}\t{home.boutique_id}\t{advisor}\t{at}"
            f"\tEUR\t{total}\t{home.country}\t{at}\n"
        )


def item_lines(plan: Plan, chunk: range) -> Iterator[str]:
    for number, _, _, sign, pieces in _receipts(plan, chunk):
        for position, piece in enumerate(pieces, start=1):
            price = piece.price
            yield (
                f"{number}\t{position}\t{piece.sku}\t{piece.variant_id}\t{piece.name}\t{sign}\t{price}"
                f"\t{price * sign}\n"
            )


def _receipts(plan: Plan, chunk: range) -> Iterator[tuple[int, Home, str, int, list[Piece]]]:
    rng, clients = Random(f"{plan.seed}/trade/{chunk.start}"), plan.clients
    places = [home for homes in plan.premises.homes.values() for home in homes] + list(plan.premises.shops.values())
    for number in chunk:
        home = places[int(rng.random() * len(places))]
        # Spread over the list by a stride, so that the best clients are not those who came first.
        rank = int(len(clients) * rng.random() ** STEEPNESS)
        client = NULL if rng.random() < ANONYMOUS else str(clients[rank * 7919 % len(clients)])
        on_sale = plan.premises.pieces[home.brand_id]
        pieces = [on_sale[int(rng.random() * len(on_sale))] for _ in range(1 + (rng.random() < 0.25))]
        yield number, home, client, (-1 if rng.random() < RETURNS else 1), pieces
