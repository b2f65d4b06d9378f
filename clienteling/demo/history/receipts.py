"""Composes receipts: which pieces, in which boutique, by which advisor, and what came back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from clienteling.demo.catalogue.write import Piece
from clienteling.demo.people.person import Person
from crm.models import Boutique, User

# Opening hours eleven to seven; the fullest part of the day is the afternoon.
HOURS = (11, 12, 13, 14, 15, 16, 17, 18)
HOUR_WEIGHTS = (5, 8, 8, 11, 16, 18, 19, 12)
ONLINE_HOURS = (8, 12, 13, 17, 19, 20, 21, 22, 23)
RETURNED = 0.035
ANONYMOUS_PER_CLIENT = 0.16


@dataclass(frozen=True)
class Item:
    piece: Piece
    quantity: int
    unit_price: Decimal


@dataclass
class Receipt:
    """One sale or return. ``reference`` is given once all are in order of time."""

    boutique: Boutique
    at: datetime
    items: list[Item]
    person: Person | None = None
    advisor_id: int | None = None
    is_return: bool = False
    reference: str = ""

    @property
    def total(self) -> Decimal:
        return sum((item.unit_price * item.quantity for item in self.items), Decimal(0))


class Shelves:
    """The pieces of each house, ready to be chosen from."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._by_category: dict[tuple[str, str], list[Piece]] = defaultdict(list)
        self._by_colour: dict[tuple[str, str, str], list[Piece]] = defaultdict(list)
        self._gifts: dict[str, list[Piece]] = defaultdict(list)
        self._all: dict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._by_category[piece.brand, piece.category].append(piece)
            self._by_colour[piece.brand, piece.category, piece.colour].append(piece)
            self._all[piece.brand].append(piece)
            if piece.is_gift:
                self._gifts[piece.brand].append(piece)

    def ending(self, brand: str, ending: str) -> Piece | None:
        """The first piece whose product's code ends so, where the seed made one."""
        return next((piece for piece in self._all[brand] if ending and piece.product_code.endswith(ending)), None)

    def gift(self, brand: str, rng: Random) -> Piece:
        return rng.choice(self._gifts[brand])

    def anything(self, brand: str, rng: Random) -> Piece:
        return rng.choice(self._all[brand])

    def liked(self, brand: str, person: Person, rng: Random) -> Piece:
        """Mostly of the favourite category, and there half the time in the favourite colour."""
        category = person.favourite_category
        loyalty = 0.75 if person.advisor_code else 0.55
        if rng.random() > loyalty or (brand, category) not in self._by_category:
            return rng.choice(self._all[brand])
        in_colour = self._by_colour.get((brand, category, person.favourite_colour))
        return rng.choice(in_colour if in_colour and rng.random() < 0.5 else self._by_category[brand, category])


class Trade:
    """Two years of selling. ``receipts`` gives every receipt before now, oldest first, with its number."""

    def __init__(
        self,
        shelves: Shelves,
        boutiques: dict[str, Boutique],
        advisors: dict[str, list[User]],
        *,
        seed: int,
        now: datetime,
    ) -> None:
        self.shelves = shelves
        self.boutiques = boutiques
        self.advisors = advisors
        self.rng = Random(f"{seed}/receipts")
        self.now = now

    def receipts(self, people: list[Person]) -> list[Receipt]:
        receipts = [receipt for person in people for receipt in self._receipts_of(person)]
        receipts += self._anonymous(int(len(people) * ANONYMOUS_PER_CLIENT))
        receipts = sorted((it for it in receipts if it.at < self.now), key=lambda receipt: receipt.at)
        number_receipts(receipts)
        return receipts

    def basket(self, person: Person, brand: str, owned: set[int], *, is_gift: bool = False) -> list[Piece]:
        """One to three pieces that the person does not own yet."""
        count = self.rng.choices((1, 2, 3), (78, 17, 5))[0]
        basket: dict[int, Piece] = {}
        for _ in range(count * 4):
            piece = self.shelves.gift(brand, self.rng) if is_gift else self.shelves.liked(brand, person, self.rng)
            if piece.product_id not in owned:
                basket.setdefault(piece.product_id, piece)
            if len(basket) == count:
                break
        return list(basket.values()) or [self.shelves.gift(brand, self.rng)]

    def seller(self, person: Person, boutique: Boutique) -> int | None:
        """Mostly the client's own advisor at home; nobody online."""
        if boutique.code not in self.advisors:
            return None
        own = person.advisors.get(boutique.brand.code)
        is_home = person.homes.get(boutique.brand.code) == boutique.code
        if own is not None and is_home and (person.advisor_code or self.rng.random() < 0.72):
            return own
        return self.rng.choice(self.advisors[boutique.code]).pk

    def _receipts_of(self, person: Person) -> Iterator[Receipt]:
        owned: set[int] = set()
        for day in person.buying_days:
            boutique, is_gift = self._place_of(person), day in person.gift_days
            if day in person.wanted:
                boutique = self.boutiques[next(iter(person.homes.values()))]
            named = self.shelves.ending(boutique.brand.code, person.wanted.get(day, ""))
            pieces = [named] if named else self.basket(person, boutique.brand.code, owned, is_gift=is_gift)
            bought = sale(boutique, self._moment(boutique, day), pieces, person, self.seller(person, boutique))
            yield bought
            owned.update(piece.product_id for piece in pieces if not (piece.is_used_up or is_gift))
            if self.rng.random() < RETURNED and not person.advisor_code:
                yield self._return_of(bought)

    def _place_of(self, person: Person) -> Boutique:
        """Home mostly; now and then the online shop, or, on a journey, another boutique of the house."""
        # The house that knew them first sees most of them.
        first, *others = person.homes.items()
        brand, home = self.rng.choice(others) if others and self.rng.random() < 0.3 else first
        part = self.rng.random()
        if part < 0.80 or person.advisor_code:
            return self.boutiques[home]
        if part < 0.93:
            return self.boutiques[f"{brand.lower()}-online"]
        return self.rng.choice([it for code, it in self.boutiques.items() if code.startswith(brand.lower())])

    def _return_of(self, bought: Receipt) -> Receipt:
        item = self.rng.choice(bought.items)
        at = bought.at + timedelta(days=self.rng.randint(3, 24), minutes=self.rng.randint(0, 90))
        back = [Item(item.piece, -1, item.unit_price)]
        return Receipt(bought.boutique, at, back, bought.person, bought.advisor_id, is_return=True)

    def _anonymous(self, count: int) -> Iterator[Receipt]:
        """Sales to people who did not say who they are."""
        places = [self.boutiques[code] for code in self.advisors]
        for _ in range(count):
            boutique = self.rng.choice(places)
            brand = boutique.brand.code
            is_gift = self.rng.random() < 0.6
            piece = self.shelves.gift(brand, self.rng) if is_gift else self.shelves.anything(brand, self.rng)
            at = self._moment(boutique, self.rng.randint(1, 730))
            yield sale(boutique, at, [piece], None, self.rng.choice(self.advisors[boutique.code]).pk)

    def _moment(self, boutique: Boutique, days_ago: int) -> datetime:
        """A moment in opening hours of the boutique's own clock."""
        zone = ZoneInfo(boutique.timezone)
        day = self.now.astimezone(zone).date() - timedelta(days=days_ago)
        is_online = boutique.kind == Boutique.Kind.ONLINE
        hour = self.rng.choice(ONLINE_HOURS) if is_online else self.rng.choices(HOURS, HOUR_WEIGHTS)[0]
        local = datetime.combine(day, time(hour, self.rng.randint(0, 59), self.rng.randint(0, 59)), zone)
        return local.astimezone(UTC)


def number_receipts(receipts: list[Receipt], prefix: str = "") -> None:
    """Numbers as a till gives them: the boutique, then its own count."""
    counts: dict[str, int] = defaultdict(int)
    for receipt in receipts:
        counts[receipt.boutique.code] += 1
        receipt.reference = f"{receipt.boutique.code}-{prefix}{counts[receipt.boutique.code]:06d}"


def sale(
    boutique: Boutique, at: datetime, pieces: list[Piece], person: Person | None, advisor_id: int | None
) -> Receipt:
    """A receipt of one of each piece at the boutique's prices."""
    items = [Item(piece, 1, piece.prices[boutique.currency]) for piece in pieces]
    return Receipt(boutique, at, items, person, advisor_id)
