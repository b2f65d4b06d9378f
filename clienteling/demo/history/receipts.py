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

    def gift(self, brand: str, rng: Random) -> Piece:
        return rng.choice(self._gifts[brand])

    def anything(self, brand: str, rng: Random) -> Piece:
        return rng.choice(self._all[brand])

    def liked(self, brand: str, person: Person, rng: Random) -> Piece:
        """Mostly of the favourite category, and there half the time in the favourite colour."""
        category = person.favourite_category
        if rng.random() > 0.55 or (brand, category) not in self._by_category:
            return rng.choice(self._all[brand])
        in_colour = self._by_colour.get((brand, category, person.favourite_colour))
        return rng.choice(in_colour if in_colour and rng.random() < 0.5 else self._by_category[brand, category])


def compose_receipts(
    people: list[Person],
    shelves: Shelves,
    boutiques: dict[str, Boutique],
    advisors: dict[str, list[User]],
    seed: int,
    now: datetime,
) -> list[Receipt]:
    """Every receipt of two years before today, oldest first, with its number."""
    rng = Random(f"{seed}/receipts")
    receipts: list[Receipt] = []
    for person in people:
        receipts += _receipts_of(person, shelves, boutiques, advisors, rng, now)
    receipts += _anonymous(int(len(people) * ANONYMOUS_PER_CLIENT), shelves, boutiques, advisors, rng, now)
    receipts = sorted((it for it in receipts if it.at < now), key=lambda receipt: receipt.at)
    number_receipts(receipts)
    return receipts


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


def _receipts_of(
    person: Person,
    shelves: Shelves,
    boutiques: dict[str, Boutique],
    advisors: dict[str, list[User]],
    rng: Random,
    now: datetime,
) -> Iterator[Receipt]:
    owned: set[int] = set()
    for day in person.buying_days:
        boutique = _place_of(person, boutiques, rng)
        pieces = _basket(person, boutique.brand.code, day in person.gift_days, owned, shelves, rng)
        bought = sale(
            boutique, _moment(boutique, day, now, rng), pieces, person, _seller(person, boutique, advisors, rng)
        )
        yield bought
        owned.update(piece.product_id for piece in pieces if not (piece.is_used_up or day in person.gift_days))
        if rng.random() < RETURNED and not person.advisor_code:
            yield _return_of(bought, rng)


def _place_of(person: Person, boutiques: dict[str, Boutique], rng: Random) -> Boutique:
    """Home mostly; now and then the online shop, or, on a journey, another boutique of the house."""
    brand, home = rng.choice(list(person.homes.items()))
    part = rng.random()
    if part < 0.80 or person.advisor_code:
        return boutiques[home]
    if part < 0.93:
        return boutiques[f"{brand.lower()}-online"]
    return rng.choice([boutique for code, boutique in boutiques.items() if code.startswith(brand.lower())])


def _basket(person: Person, brand: str, is_gift: bool, owned: set[int], shelves: Shelves, rng: Random) -> list[Piece]:
    count = rng.choices((1, 2, 3), (78, 17, 5))[0]
    basket: dict[int, Piece] = {}
    for _ in range(count * 4):
        piece = shelves.gift(brand, rng) if is_gift else shelves.liked(brand, person, rng)
        if piece.product_id not in owned:
            basket.setdefault(piece.product_id, piece)
        if len(basket) == count:
            break
    return list(basket.values()) or [shelves.gift(brand, rng)]


def _seller(person: Person, boutique: Boutique, advisors: dict[str, list[User]], rng: Random) -> int | None:
    if boutique.code not in advisors:
        return None
    own = person.advisors.get(boutique.brand.code)
    is_home = person.homes.get(boutique.brand.code) == boutique.code
    if own is not None and is_home and (rng.random() < 0.72 or person.advisor_code):
        return own
    return rng.choice(advisors[boutique.code]).pk


def _return_of(bought: Receipt, rng: Random) -> Receipt:
    item = rng.choice(bought.items)
    at = bought.at + timedelta(days=rng.randint(3, 24), minutes=rng.randint(0, 90))
    return Receipt(
        bought.boutique, at, [Item(item.piece, -1, item.unit_price)], bought.person, bought.advisor_id, is_return=True
    )


def _anonymous(
    count: int,
    shelves: Shelves,
    boutiques: dict[str, Boutique],
    advisors: dict[str, list[User]],
    rng: Random,
    now: datetime,
) -> Iterator[Receipt]:
    """Sales to people who did not say who they are."""
    places = [boutiques[code] for code in advisors]
    for _ in range(count):
        boutique = rng.choice(places)
        brand = boutique.brand.code
        piece = shelves.gift(brand, rng) if rng.random() < 0.6 else shelves.anything(brand, rng)
        moment = _moment(boutique, rng.randint(1, 730), now, rng)
        yield sale(boutique, moment, [piece], None, rng.choice(advisors[boutique.code]).pk)


def _moment(boutique: Boutique, days_ago: int, now: datetime, rng: Random) -> datetime:
    """A moment in opening hours of the boutique's own clock."""
    zone = ZoneInfo(boutique.timezone)
    day = now.astimezone(zone).date() - timedelta(days=days_ago)
    is_online = boutique.kind == Boutique.Kind.ONLINE
    hour = rng.choice(ONLINE_HOURS) if is_online else rng.choices(HOURS, HOUR_WEIGHTS)[0]
    local = datetime.combine(day, time(hour, rng.randint(0, 59), rng.randint(0, 59)), zone)
    return local.astimezone(UTC)
