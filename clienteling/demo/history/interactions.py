"""Composes and writes visits to the website and the app: pages, lists, products looked at, baskets filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from clienteling.demo.catalogue.write import Piece
from clienteling.demo.copying import as_json, copy_rows
from clienteling.demo.history.receipts import Shelves
from clienteling.demo.people.person import Person
from crm.actions.partitions import make_partitions
from crm.models import Interaction

COLUMNS = (
    "id", "message_id", "source_id", "type", "name", "anonymous_id", "client_id", "properties", "context", "timestamp",
    "original_timestamp", "sent_at", "received_at",
)  # fmt: skip
DAYS = 150
SESSIONS = (1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 9)
# Sessions of people who never said who they are, for each client with a device.
UNKNOWN_VISITORS = 0.4
HOURS = (8, 12, 13, 18, 20, 21, 21, 22, 22, 23)


@dataclass(frozen=True)
class Visitor:
    """Whoever browses: a client's device, or one that nobody has claimed."""

    anonymous_id: str
    language: str
    homes: tuple[str, ...]
    person: Person | None = None


@dataclass(frozen=True)
class Event:
    visitor: Visitor
    source_id: int
    type: str
    name: str
    properties: dict[str, Any]
    path: str
    at: datetime


class Browsing:
    """What visitors did in the last months. ``sources`` is source code to id."""

    def __init__(self, shelves: Shelves, sources: dict[str, int], *, seed: int, now: datetime) -> None:
        self.shelves = shelves
        self.sources = sources
        self.rng = Random(f"{seed}/browsing")
        self.now = now

    def write(self, people: list[Person]) -> int:
        """Writes every event of clients with a device and of unknown visitors; returns how many."""
        make_partitions((self.now - timedelta(days=DAYS + 1)).date(), self.now.date())
        return copy_rows(Interaction, COLUMNS, (_row(event, self.rng) for event in self.events(people)))

    def events(self, people: list[Person]) -> Iterator[Event]:
        visitors = [
            Visitor(person.anonymous_id, person.language, tuple(person.homes), person)
            for person in people
            if person.anonymous_id
        ]
        for visitor in visitors:
            for _ in range(self.rng.choice(SESSIONS)):
                yield from self._session(visitor)
        for _ in range(int(len(visitors) * UNKNOWN_VISITORS)):
            brand = self.rng.choice(("AURELLE", "AURELLE", "SORANE"))
            language = self.rng.choice(("fr", "en", "it", "zh-hans"))
            yield from self._session(Visitor(str(_uuid4(self.rng)), language, (brand,)))

    def _session(self, visitor: Visitor) -> Iterator[Event]:
        brand = self.rng.choice(visitor.homes)
        is_app = visitor.person is not None and self.rng.random() < 0.3
        source = self.sources[f"{brand.lower()}-{'app' if is_app else 'web'}"]
        # The cast has been looking round lately.
        at = self._moment(7 if visitor.person and visitor.person.advisor_code else DAYS)
        for kind, name, properties, path in self._steps(brand, visitor, is_app=is_app):
            if at >= self.now:
                return
            yield Event(visitor, source, kind, name, properties, path, at)
            at += timedelta(seconds=self.rng.randint(6, 95), milliseconds=self.rng.randint(0, 999))

    def _steps(self, brand: str, visitor: Visitor, *, is_app: bool) -> Iterator[tuple[str, str, dict[str, Any], str]]:
        root = "/app/" if is_app else "/shop/"
        look = "screen" if is_app else "page"
        yield look, "Home", {"path": root}, root
        first = self._piece(brand, visitor)
        if self.rng.random() < 0.7:
            listing = f"{root}products/"
            yield "track", "Product List Viewed", {"category": first.category, "list_id": first.category}, listing
        chosen = [first, *(self._piece(brand, visitor) for _ in range(self.rng.choice((0, 1, 1, 2, 3))))]
        for piece in chosen:
            path = f"{root}products/{piece.product_code}/"
            yield look, "Product", {"path": path}, path
            yield "track", "Product Viewed", _product(piece), path
        if self.rng.random() < 0.16:
            yield "track", "Product Added", {**_product(chosen[-1]), "quantity": 1}, f"{root}cart/"
        elif self.rng.random() < 0.10:
            yield "track", "Product Added to Wishlist", _product(chosen[-1]), path

    def _piece(self, brand: str, visitor: Visitor) -> Piece:
        if visitor.person is None:
            return self.shelves.anything(brand, self.rng)
        return self.shelves.liked(brand, visitor.person, self.rng)

    def _moment(self, days: int) -> datetime:
        """Lately more than long ago, in the evening more than in the morning."""
        day = self.now - timedelta(days=1 + int(days * self.rng.random() ** 1.6))
        return day.replace(hour=self.rng.choice(HOURS), minute=self.rng.randint(0, 59), second=self.rng.randint(0, 59))


def _product(piece: Piece) -> dict[str, Any]:
    return {
        "product_id": piece.product_code,
        "sku": piece.sku,
        "name": piece.name,
        "category": piece.category,
        "variant": piece.label,
        "price": float(piece.prices["EUR"]),
        "currency": "EUR",
    }


def _row(event: Event, rng: Random) -> tuple[Any, ...]:
    received = event.at + timedelta(milliseconds=rng.randint(40, 900))
    return (
        _uuid7(received, rng),
        f"demo-{rng.getrandbits(96):024x}",
        event.source_id,
        event.type,
        event.name,
        event.visitor.anonymous_id,
        event.visitor.person.id if event.visitor.person else None,
        as_json(event.properties),
        as_json({"locale": event.visitor.language, "page": {"path": event.path}}),
        event.at,
        event.at,
        event.at,
        received,
    )


def _uuid7(at: datetime, rng: Random) -> UUID:
    """A UUID version 7 of a moment that is past (RFC 9562, section 5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62))


def _uuid4(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
