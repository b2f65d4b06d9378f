"""What clients and visitors of a generated house did on the website, in order of arrival, as lines for COPY."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from crm.generate.copying import NULL
from crm.generate.numbers import anonymous_id_of
from crm.generate.places import Piece, Premises

COLUMNS = (
    "id", "message_id", "source_id", "type", "name", "anonymous_id", "client_id", "properties", "context", "timestamp",
    "original_timestamp", "sent_at", "received_at",
)  # fmt: skip
DAYS = 365
UNKNOWN_VISITORS = 0.3
# (type, name) of what happens, as often as it stands here.
KINDS = (
    *[("page", "Home")] * 3, *[("page", "Product")] * 5, *[("track", "Product Viewed")] * 6,
    *[("track", "Product List Viewed")] * 3, ("track", "Product Added"), ("track", "Product Added to Wishlist"),
    ("screen", "Product"),
)  # fmt: skip


class Browsing:
    """``clients`` are the ids that may browse. ``mark`` tells the message ids of one run from those of another."""

    def __init__(self, premises: Premises, clients: range, *, count: int, seed: int, now: datetime, mark: str) -> None:
        self.clients, self.count, self.seed, self.mark = clients, count, seed, mark
        self.began, self.step = now - timedelta(days=DAYS), timedelta(days=DAYS) / (count + 1)
        self._scenes = [
            (source, kind, name, _properties(piece))
            for brand, source in premises.sources.items()
            for piece in premises.pieces[brand]
            for kind, name in KINDS
        ]

    def lines(self) -> Iterator[str]:
        rng = Random(f"{self.seed}/browsing/{self.mark}")
        scenes, clients = self._scenes, self.clients
        for number in range(self.count):
            source, kind, name, properties = scenes[int(rng.random() * len(scenes))]
            client = clients[int(rng.random() * len(clients))]
            moment = self.began + self.step * number
            at = moment.isoformat(timespec="milliseconds")
            known = str(client) if client % 2 and rng.random() > UNKNOWN_VISITORS else NULL
            yield (
                f"{_uuid7(moment, number)}\t{self.mark}-{number}\t{source}\t{kind}\t{name}\t{anonymous_id_of(client)}"
                f"\t{known}\t{properties}\t{{}}\t{at}\t{at}\t{at}\t{at}\n"
            )


def _properties(piece: Piece) -> str:
    return json.dumps({"sku": piece.sku, "category": piece.category, "price": float(piece.price), "currency": "EUR"})


def _uuid7(at: datetime, number: int) -> str:
    """A version 7 UUID (RFC 9562, section 5.7) whose random part counts."""
    milliseconds = int(at.timestamp() * 1000)
    text = f"{milliseconds:012x}"
    return f"{text[:8]}-{text[8:]}-7{number & 0xFFF:03x}-{0x8000 | number >> 60:04x}-{number >> 12:012x}"
