"""Wishes, carts, loyalty accounts, and the people around a client."""

from datetime import date, datetime, timedelta
from random import Random

from clienteling.demo.catalogue.write import Piece
from clienteling.demo.people.person import Person
from crm.models import Brand, CartItem, LoyaltyAccount, Relation, Wish

WISHES, IN_CART = 0.06, 0.02
PROGRAMMES = {"AURELLE": "Cercle Aurelle", "SORANE": "Maison Sorane"}
POINTS = {"Very important": 4_200, "Regular": 900, "New": 120}
# Of the cast, by address: what somebody is, their name, a day of birth, a word. An address is a client of the house.
PEOPLE = {
    "camille.laurent@example.org": (
        ("child", "Juliette Laurent", date(2008, 12, 9), "rides; small sizes"),
        ("assistant", "Nadia Ferrand", None, "books the appointments, mornings"),
        ("spouse", "thomas.weber@example.net", None, ""),
    ),
    "sofia.marchetti@example.com": (
        ("gift_giver", "elodie.martin@example.com", None, "every December"),
        ("parent", "Anna Marchetti", None, ""),
    ),
    "lihua.wang@example.com": (("household", "Wang Jun", None, ""),),
}


def write_lists(people: list[Person], pieces: list[Piece], brands: dict[str, Brand], seed: int, now: datetime) -> None:
    """Camille has two wishes and a piece in her bag; of the others, some."""
    rng = Random(f"{seed}/lists")
    offered: dict[str, list[Piece]] = {}
    for piece in pieces:
        offered.setdefault(piece.brand, []).append(piece)
    wishes, carts = [], []
    for person in (each for each in people if each.id and each.since < now):
        house = next(iter(person.homes))
        is_cast = person.email == "camille.laurent@example.org"
        count = 2 if is_cast else rng.randint(1, 3) if rng.random() < WISHES else 0
        for piece in rng.sample(offered[house], count):
            wishes.append(_wish(person, piece, brands[house], rng, now))
        if is_cast or rng.random() < IN_CART:
            at = now - timedelta(minutes=rng.randint(90, 20_000))
            piece = rng.choice(offered[house])
            carts.append(
                CartItem(
                    client_id=person.id,
                    brand=brands[house],
                    sku=piece.sku,
                    variant_id=piece.variant_id,
                    source=f"{house.lower()}-web",
                    changed_at=at,
                )  # fmt: skip
            )
    Wish.objects.bulk_create(wishes, batch_size=2_000)
    CartItem.objects.bulk_create(carts, batch_size=2_000)


def _wish(person: Person, piece: Piece, brand: Brand, rng: Random, now: datetime) -> Wish:
    at = now - timedelta(days=rng.randint(1, 80), minutes=rng.randint(0, 900))
    source = f"{brand.code.lower()}-web"
    return Wish(
        client_id=person.id, brand=brand, sku=piece.sku, variant_id=piece.variant_id, source=source, added_at=at,
        changed_at=at,
    )  # fmt: skip


def write_loyalty(people: list[Person], brands: dict[str, Brand], seed: int, now: datetime) -> None:
    """Whoever has a card has an account behind it."""
    rng = Random(f"{seed}/loyalty")
    accounts = [
        LoyaltyAccount(
            client_id=person.id, brand=brands[house], programme=PROGRAMMES[house], number=person.loyalty,
            tier=person.rank, points=round(POINTS.get(person.rank, 60) * rng.uniform(0.5, 1.6)),
            since=person.since.date(), changed_at=now - timedelta(days=1), source="loyalty",
        )
        for person in people
        if person.loyalty
        for house in [next(iter(person.homes))]
    ]  # fmt: skip
    LoyaltyAccount.objects.bulk_create(accounts, batch_size=2_000)


def write_relations(people: list[Person], brands: dict[str, Brand]) -> None:
    """The people of the cast, as their house wrote them down."""
    ids = {person.email: person.id for person in people if person.email}
    rows = []
    for address, related in PEOPLE.items():
        for kind, who, born, word in related:
            named = {"other_id": ids[who]} if who in ids else {"name": who}
            rows.append(
                Relation(
                    client_id=ids[address],
                    kind=kind,
                    note=word,
                    birth_date=born,
                    brand=brands["AURELLE"],
                    source="advisor",
                    **named,
                )  # fmt: skip
            )
    Relation.objects.bulk_create(rows)
