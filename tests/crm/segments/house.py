"""A small house about which segments may ask everything, and the ways in which its clients change."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from clienteling.models import Repair, SurveyAnswer
from crm.models import (
    Boutique,
    Brand,
    CartItem,
    Client,
    LoyaltyAccount,
    Product,
    Relation,
    Score,
    Segment,
    SegmentMember,
    Source,
    User,
    Wish,
)
from crm.queries.segment_definitions import defined_segments
from crm.segments.compiling import compile_definition
from tests.factories import (
    make_boutique,
    make_brand,
    make_client,
    make_known_client,
    make_product,
    make_source,
    make_user,
)


@dataclass(frozen=True)
class House:
    """Two brands with a boutique each; three clients, of whom the last is a stranger to both."""

    brand: Brand
    boutique: Boutique
    other: Boutique
    source: Source
    products: list[Product]
    clients: list[Client]
    alice: User


def open_house() -> House:
    brand = make_brand("AURELLE")
    boutique, other = make_boutique(brand), make_boutique(make_brand("SORANE"), "milano", kind="online")
    products = [make_product(brand, "tote"), make_product(brand, "ring", category="jewels")]
    clients = [make_known_client(boutique, name, country="FR") for name in ("Camille", "Eve")]
    clients.append(make_client("Stranger", country="IT"))
    alice = make_user("Alice", "advisor", boutique=boutique)
    return House(brand, boutique, other, make_source(brand), products, clients, alice)


def wish_for(house: House, who: int, what: int, *, at: datetime, is_removed: bool) -> None:
    variant = house.products[what].variants.get()
    Wish.objects.update_or_create(
        client=house.clients[who], brand=house.brand, sku=variant.sku,
        defaults={"variant": variant, "added_at": at, "changed_at": at, "removed_at": at if is_removed else None},
    )  # fmt: skip


def put_into_cart(house: House, who: int, *, at: datetime, quantity: int) -> None:
    CartItem.objects.update_or_create(
        client=house.clients[who], brand=house.brand, sku="tote", defaults={"quantity": quantity, "changed_at": at}
    )


def care_for(house: House, who: int, number: int, *, at: datetime, is_closed: bool) -> None:
    """A repair that is opened or handed over, and the answer to a question afterwards."""
    closed = {"status": "closed", "closed_at": at} if is_closed else {"status": "opened", "closed_at": None}
    Repair.objects.update_or_create(
        brand=house.brand, number=str(number), defaults={"client": house.clients[who], "opened_at": at, **closed}
    )
    SurveyAnswer.objects.update_or_create(
        brand=house.brand, source="test", source_ref=str(who),
        defaults={"client": house.clients[who], "kind": "nps", "score": number, "answered_at": at},
    )  # fmt: skip


def rate(house: House, who: int, number: int, *, at: datetime) -> None:
    """Loyalty, a score and a family, each as high as the number."""
    client, brand = house.clients[who], house.brand
    LoyaltyAccount.objects.update_or_create(
        brand=brand, programme="club", number=str(who),
        defaults={"client": client, "tier": "Gold" if number > 5 else "", "points": number * 20, "changed_at": at},
    )  # fmt: skip
    Score.objects.update_or_create(
        client=client, brand=brand, model="intent", defaults={"version": "1", "value": number / 10, "at": at}
    )
    Relation.objects.get_or_create(client=client, name="Ann", kind="child" if number % 2 else "friend", brand=brand)


def members_of(segment: Segment) -> set[int]:
    return set(SegmentMember.objects.filter(segment=segment).values_list("client_id", flat=True))


def everybody_asked(at: datetime) -> dict[int, set[int]]:
    """Who belongs to each segment by a full query, with nothing remembered."""
    answers = {}
    for segment in defined_segments():
        query = compile_definition(segment.definition, segment.scope(at))
        with connection.cursor() as cursor:
            cursor.execute(query.text, query.values)
            answers[segment.id] = {row[0] for row in cursor.fetchall()}
    return answers
