"""Suggestions for a client: reasoned, never owned, never out of stock, never without consent."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.decide import decide_for_person
from crm.intelligence.reasons import REASONS
from crm.intelligence.recommend import (
    Recommendation,
    complementary,
    for_client,
    most_chosen,
    reason_text,
    recently_seen,
)
from crm.models import Boutique, Brand, Client, Product, Source
from tests.factories import make_category, make_client, make_interaction, make_product, make_purchase, set_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(camille: Client, brand: Brand, now: datetime) -> Client:
    """Camille, who agreed to suggestions from her history."""
    decide_for_person(
        camille, brand=brand, purpose="profiling", status="given", method="app", at=now - timedelta(days=300)
    )
    return camille


@pytest.fixture
def wardrobe(boutique: Boutique) -> dict[str, Product]:
    """Scarves and wallets complete bags. All in stock, except one."""
    brand = boutique.brand
    bags = make_category(brand, "bags")
    bags.complements.set([make_category(brand, "scarves"), make_category(brand, "small-leather")])
    pieces = {
        "tote": make_product(brand, "tote", colour="black"),
        "clutch": make_product(brand, "clutch", colour="red"),
        "black-scarf": make_product(brand, "black-scarf", category="scarves", colour="black", material="silk"),
        "red-scarf": make_product(brand, "red-scarf", category="scarves", colour="red", material="silk"),
        "gone-scarf": make_product(brand, "gone-scarf", category="scarves", colour="black", material="silk"),
        "wallet": make_product(brand, "wallet", category="small-leather", colour="black"),
        "candle": make_product(brand, "candle", category="home", colour="white", material="wax"),
    }
    for code, piece in pieces.items():
        set_stock(piece, boutique, 0 if code == "gone-scarf" else 3)
    return pieces


def codes(recommendations: list[Recommendation]) -> list[str]:
    return [each.product.code for each in recommendations]


def test_what_completes_the_last_piece_comes_first(
    agreed: Client, boutique: Boutique, wardrobe: dict[str, Product], now: datetime
) -> None:
    make_purchase(agreed, boutique, wardrobe["tote"], at=now)

    found = complementary(agreed, brand=boutique.brand, boutique=boutique)

    assert codes(found) == ["wallet", "black-scarf", "red-scarf"]
    assert reason_text(found[0], "en") == "Completes Tote, chosen in March 2026"
    assert reason_text(found[0], "fr") == "Complète Tote, choisi en mars 2026"
    assert reason_text(found[0], "zh-hans") == "可与您于2026年3月选购的Tote相配"


def test_what_is_owned_is_never_suggested(
    agreed: Client, boutique: Boutique, wardrobe: dict[str, Product], now: datetime
) -> None:
    make_purchase(agreed, boutique, wardrobe["tote"], wardrobe["wallet"], at=now)
    make_purchase(agreed, boutique, wardrobe["black-scarf"], at=now - timedelta(days=400))

    assert codes(complementary(agreed, brand=boutique.brand, boutique=boutique)) == ["red-scarf"]


def test_suggestions_are_varied(
    agreed: Client, boutique: Boutique, wardrobe: dict[str, Product], now: datetime
) -> None:
    for number in range(4):
        set_stock(make_product(boutique.brand, f"card-{number}", category="small-leather"), boutique, 1)
    make_purchase(agreed, boutique, wardrobe["tote"], at=now)

    found = complementary(agreed, brand=boutique.brand, boutique=boutique, limit=4)

    categories = [each.product.category.code for each in found if each.product.category]
    assert sorted(categories) == ["scarves", "scarves", "small-leather", "small-leather"]


def test_without_consent_history_suggests_nothing(
    camille: Client, boutique: Boutique, wardrobe: dict[str, Product], source: Source, now: datetime
) -> None:
    make_purchase(camille, boutique, wardrobe["tote"], at=now)
    make_interaction(source, client=camille, properties={"sku": "CANDLE"})

    assert complementary(camille, brand=boutique.brand, boutique=boutique) == []
    assert recently_seen(client=camille, brand=boutique.brand) == []


def test_without_consent_the_place_is_shown_and_not_the_client(
    camille: Client, boutique: Boutique, wardrobe: dict[str, Product]
) -> None:
    from django.utils import timezone

    make_purchase(make_client("Marco"), boutique, wardrobe["candle"], at=timezone.now())
    make_purchase(camille, boutique, wardrobe["tote"], wardrobe["gone-scarf"], at=timezone.now())

    found = for_client(camille, brand=boutique.brand, boutique=boutique)

    assert codes(found) == ["tote", "candle"]
    assert {reason_text(each, "en") for each in found} == {"Among the pieces most chosen this season"}


def test_where_nothing_completes_it_others_are_asked(
    agreed: Client, boutique: Boutique, wardrobe: dict[str, Product], now: datetime
) -> None:
    make_purchase(agreed, boutique, wardrobe["candle"], at=now)
    for name in ("Marco", "Sofia"):
        buyer = make_client(name)
        make_purchase(buyer, boutique, wardrobe["candle"], at=now)
        make_purchase(buyer, boutique, wardrobe["clutch"], at=now)
    make_purchase(buyer, boutique, wardrobe["tote"], at=now)

    found = complementary(agreed, brand=boutique.brand, boutique=boutique)

    assert [(each.product.code, reason_text(each, "it")) for each in found] == [("clutch", "Spesso scelto con Candle")]


def test_seen_pieces_come_latest_first_by_sku_or_product_code(
    agreed: Client, brand: Brand, source: Source, wardrobe: dict[str, Product], now: datetime
) -> None:
    seen = [("sku", "TOTE"), ("product_id", "gone-scarf"), ("sku", "TOTE"), ("sku", "UNKNOWN"), ("sku", "CANDLE")]
    for minute, (key, code) in enumerate(seen):
        make_interaction(source, client=agreed, properties={key: code}, at=now + timedelta(minutes=minute))

    assert codes(recently_seen(client=agreed, brand=brand)) == ["candle", "tote", "gone-scarf"]


def test_a_device_shows_what_was_seen_on_it(brand: Brand, source: Source, wardrobe: dict[str, Product]) -> None:
    make_interaction(source, anonymous_id="visitor-1", properties={"sku": "TOTE"})
    make_interaction(source, anonymous_id="visitor-2", properties={"sku": "CANDLE"})

    assert codes(recently_seen(anonymous_id="visitor-1", brand=brand)) == ["tote"]
    assert recently_seen(brand=brand) == []


def test_seen_and_completing_take_turns_and_the_place_fills_the_rest(
    agreed: Client, boutique: Boutique, source: Source, wardrobe: dict[str, Product], now: datetime
) -> None:
    make_purchase(agreed, boutique, wardrobe["tote"], at=now)
    for code in ("GONE-SCARF", "TOTE", "CLUTCH"):
        make_interaction(source, client=agreed, properties={"sku": code}, at=now)

    found = for_client(agreed, brand=boutique.brand, boutique=boutique, limit=3)

    assert [(each.product.code, each.reason_code) for each in found] == [
        ("wallet", "completes"),
        ("clutch", "seen"),
        ("black-scarf", "completes"),
    ]


def test_another_brand_says_nothing_here(
    agreed: Client, boutique: Boutique, other_brand: Brand, wardrobe: dict[str, Product], now: datetime
) -> None:
    make_purchase(agreed, boutique, wardrobe["tote"], at=now)

    assert complementary(agreed, brand=other_brand, boutique=boutique) == []


def test_what_a_place_sold_most_this_season(boutique: Boutique, wardrobe: dict[str, Product], now: datetime) -> None:
    for code, days in [("tote", 1), ("tote", 2), ("clutch", 3), ("gone-scarf", 1), ("candle", 91)]:
        make_purchase(None, boutique, wardrobe[code], at=now - timedelta(days=days))

    assert codes(most_chosen(boutique=boutique, at=now)) == ["tote", "clutch"]


def test_suggestions_take_few_statements(
    agreed: Client, boutique: Boutique, source: Source, wardrobe: dict[str, Product], now: datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    make_purchase(agreed, boutique, wardrobe["tote"], at=now)
    make_interaction(source, client=agreed, properties={"sku": "CLUTCH"})

    with django_assert_num_queries(7):
        complementary(agreed, brand=boutique.brand, boutique=boutique)
    with django_assert_num_queries(6):
        recently_seen(client=agreed, brand=boutique.brand)
    with django_assert_num_queries(10):
        for_client(agreed, brand=boutique.brand, boutique=boutique)


def test_every_reason_is_told_in_four_languages() -> None:
    assert {code: sorted(texts) for code, texts in REASONS.items()} == dict.fromkeys(
        REASONS, ["en", "fr", "it", "zh-hans"]
    )
