"""Purchases of a generated house and their lines, oldest first, as lines for COPY."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from crm.generate.copying import NULL
from crm.generate.people import SOURCE, YEARS
from crm.generate.places import Home, Piece, Premises

PURCHASE_COLUMNS = (
    "id", "brand_id", "source", "source_ref", "kind", "client_id", "boutique_id", "advisor_id", "occurred_at",
    "currency", "total", "country", "created_at",
)  # fmt: skip
LINE_COLUMNS = ("purchase_id", "number", "sku", "variant_id", "description", "quantity", "unit_price", "amount")
RETURNS, ANONYMOUS = 0.03, 0.08
# A few clients buy much: the client's place in the list is drawn with this exponent.
STEEPNESS = 1.6


class Trade:
    """``first``: the id of the first purchase; ``clients``: the ids that buy. The same each time it is iterated."""

    def __init__(self, premises: Premises, clients: range, *, first: int, count: int, seed: int, now: datetime) -> None:
        self.premises, self.clients, self.first, self.count, self.seed = premises, clients, first, count, seed
        self.began, self.step = now - timedelta(days=YEARS * 365), timedelta(days=YEARS * 365) / (count + 1)
        self._places = [home for homes in premises.homes.values() for home in homes] + list(premises.shops.values())

    def purchase_lines(self) -> Iterator[str]:
        for number, home, client, sign, pieces in self._receipts():
            at = (self.began + self.step * (number - self.first)).isoformat(timespec="seconds")
            total = sum((piece.price for piece in pieces), Decimal(0)) * sign
            advisor = str(home.advisors[number % len(home.advisors)]) if home.advisors else NULL
            kind = "sale" if sign > 0 else "return"
            yield (
                f"{number}\t{home.brand_id}\t{SOURCE}\tG{number}\t{kind}\t{client}\t{home.boutique_id}\t{advisor}\t{at}"
                f"\tEUR\t{total}\t{home.country}\t{at}\n"
            )

    def item_lines(self) -> Iterator[str]:
        for number, _, _, sign, pieces in self._receipts():
            for position, piece in enumerate(pieces, start=1):
                price = piece.price
                yield (
                    f"{number}\t{position}\t{piece.sku}\t{piece.variant_id}\t{piece.name}\t{sign}\t{price}"
                    f"\t{price * sign}\n"
                )

    def _receipts(self) -> Iterator[tuple[int, Home, str, int, list[Piece]]]:
        rng = Random(f"{self.seed}/trade/{self.first}")
        places, clients = self._places, self.clients
        for number in range(self.first, self.first + self.count):
            home = places[int(rng.random() * len(places))]
            # Spread over the list by a stride, so that the best clients are not those who came first.
            rank = int(len(clients) * rng.random() ** STEEPNESS)
            client = NULL if rng.random() < ANONYMOUS else str(clients[rank * 7919 % len(clients)])
            on_sale = self.premises.pieces[home.brand_id]
            pieces = [on_sale[int(rng.random() * len(on_sale))] for _ in range(1 + (rng.random() < 0.25))]
            yield number, home, client, (-1 if rng.random() < RETURNS else 1), pieces
