"""What comes near a piece that is not there."""

from typing import Any

import pytest

from crm.intelligence.recommend import Recommendation, reason_text, similar_in_stock
from crm.models import Boutique, Brand, Product
from tests.factories import make_product, set_price, set_stock

pytestmark = pytest.mark.django_db


def stocked(boutique: Boutique, code: str, **facts: Any) -> Product:
    product = make_product(boutique.brand, code, **facts)
    set_stock(product, boutique, 1)
    return product


def codes(recommendations: list[Recommendation]) -> list[str]:
    return [each.product.code for each in recommendations]


def test_the_nearest_come_first_and_all_are_there(boutique: Boutique, other_boutique: Boutique, brand: Brand) -> None:
    wanted = make_product(brand, "wanted", price="900", tags=["gift"])
    stocked(boutique, "same-but-no-gift", price="900")
    stocked(boutique, "gift-nearby", price="800", tags=["gift"])
    stocked(boutique, "gift-at-a-distance", price="500", tags=["gift"], colour="red")
    stocked(boutique, "ten-times-the-price", price="9000", tags=["gift"])
    stocked(boutique, "a-scarf", category="scarves", price="900", tags=["gift"])
    stocked(boutique, "withdrawn", price="900", tags=["gift"], is_active=False)
    stocked(other_boutique, "only-in-milan", price="900", tags=["gift"])
    set_stock(make_product(brand, "sold-out", price="900", tags=["gift"]), boutique, 0)

    found = similar_in_stock(wanted, boutique=boutique)

    assert codes(found) == ["gift-nearby", "gift-at-a-distance", "same-but-no-gift"]
    assert [each.reason_code for each in found] == ["similar_gift", "similar_gift", "similar"]


def test_a_piece_is_not_similar_to_itself(boutique: Boutique) -> None:
    assert similar_in_stock(stocked(boutique, "tote"), boutique=boutique) == []


def test_a_piece_without_a_price_here_is_not_shown(boutique: Boutique, brand: Brand) -> None:
    stocked(boutique, "in-yuan", currency="CNY")

    assert similar_in_stock(make_product(brand, "tote"), boutique=boutique) == []


def test_a_price_of_the_country_decides(boutique: Boutique, brand: Brand) -> None:
    far_in_france = stocked(boutique, "far-in-france", price="900")
    set_price(far_in_france.variants.get(), "9000", country="FR")

    assert similar_in_stock(make_product(brand, "tote", price="900"), boutique=boutique) == []


def test_the_reason_is_told_in_the_clients_language(boutique: Boutique, brand: Brand) -> None:
    wanted = make_product(brand, "wanted", names={"en": "Pont tote", "fr": "Cabas Pont"})
    stocked(boutique, "near")

    found = similar_in_stock(wanted, boutique=boutique)[0]

    assert [reason_text(found, language) for language in ("en", "fr-CH", "it", "zh-Hans", "ja")] == [
        "Close to Pont tote in kind and price",
        "Proche de Cabas Pont par son esprit et son prix",
        "Vicino a Pont tote per genere e prezzo",
        "与Pont tote款式相近，价位相当",
        "Close to Pont tote in kind and price",
    ]


def test_no_more_than_asked_in_three_statements(
    boutique: Boutique, brand: Brand, django_assert_num_queries: Any
) -> None:
    for number in range(8):
        stocked(boutique, f"tote-{number}")
    wanted = make_product(brand, "wanted")

    with django_assert_num_queries(3):
        found = similar_in_stock(wanted, boutique=boutique, limit=6)

    assert codes(found) == [f"tote-{number}" for number in range(6)]
