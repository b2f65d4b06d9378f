"""Lists of products: right, and in as many statements for three as for one."""

from decimal import Decimal
from typing import Any

import pytest

from crm.models import Boutique, Brand, Category
from crm.queries.catalogue import Choice, ProductCard, VariantCard, filters_of, product_card, products_listed
from tests.factories import make_category, make_product, set_price, set_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(brand: Brand, other_brand: Brand, online: Boutique, boutique: Boutique) -> None:
    tote = make_product(brand, "tote", price="900", names={"en": "Pont tote", "fr": "Cabas Pont"})
    clutch = make_product(brand, "clutch", price="400", colour="red", tags=["gift"])
    scarf = make_product(brand, "scarf", category="scarves", price="200", material="silk", tags=["gift", "new"])
    make_product(brand, "hidden", is_active=False)
    make_product(brand, "yuan", currency="CNY")
    make_product(other_brand, "foreign")
    set_stock(tote, online, 2)
    set_stock(scarf, boutique, 1)
    set_stock(clutch, online, 0)


def codes(brand: Brand, **filters: Any) -> list[str]:
    return [product.code for product in products_listed(brand, currency="EUR", **filters)]


@pytest.mark.usefixtures("catalogue")
def test_a_list_holds_what_is_sold_in_the_currency(brand: Brand) -> None:
    assert codes(brand) == ["clutch", "scarf", "tote"]


@pytest.mark.usefixtures("catalogue")
def test_each_filter_narrows_the_list(brand: Brand, online: Boutique) -> None:
    assert codes(brand, category="bags") == ["clutch", "tote"]
    assert codes(brand, tags=["gift"]) == ["clutch", "scarf"]
    assert codes(brand, tags=["gift", "new"]) == ["scarf"]
    assert codes(brand, colours=["red", "blue"]) == ["clutch"]
    assert codes(brand, materials=["silk"]) == ["scarf"]
    assert codes(brand, price_max=Decimal("400")) == ["clutch", "scarf"]
    assert codes(brand, in_stock=True) == ["scarf", "tote"]
    assert codes(brand, in_stock=True, boutique=online) == ["tote"]
    assert codes(brand, in_stock=False) == ["clutch"]
    assert codes(brand, q="cabas") == ["tote"]
    assert codes(brand, q="pont TOTE") == ["tote"]
    assert codes(brand, q="scarf") == ["scarf"]
    assert codes(brand, q="en") == []
    assert codes(brand, category="bags", tags=["gift"], in_stock=True) == []


def test_a_category_takes_its_children_along(brand: Brand) -> None:
    bags = make_category(brand, "bags")
    Category.objects.create(brand=brand, code="totes", names={"en": "Totes"}, parent=bags)
    make_product(brand, "tote", category="totes")

    assert codes(brand, category="bags") == ["tote"]


@pytest.mark.usefixtures("catalogue")
def test_a_card_holds_what_a_screen_shows(brand: Brand, online: Boutique) -> None:
    product = products_listed(brand, currency="EUR", q="tote").get()

    assert product_card(product, "fr", "EUR", online) == ProductCard(
        code="tote",
        name="Cabas Pont",
        price=Decimal("900.00"),
        currency="EUR",
        in_stock=True,
        category="bags",
        tags=(),
        picture_url="/pictures/AURELLE/tote.svg",
        variants=(VariantCard("TOTE", "", Decimal("900.00"), True, 2),),
    )


def test_the_price_of_a_country_comes_before_that_of_the_currency(brand: Brand, other_boutique: Boutique) -> None:
    set_price(make_product(brand).variants.get(), "950", country="IT")

    listed = products_listed(brand, currency="EUR", boutique=other_boutique).get()

    assert product_card(listed, "it", "EUR", other_boutique).price == Decimal("950.00")
    assert listed.price == Decimal("950.00")  # type: ignore[attr-defined]
    assert products_listed(brand, currency="EUR").get().price == Decimal("900.00")  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_with_its_cards_takes_four_statements(
    brand: Brand, online: Boutique, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        set_stock(make_product(brand, f"tote-{number}"), online, 1)

    with django_assert_num_queries(4):
        products = list(products_listed(brand, currency="EUR", in_stock=True, boutique=online))
        cards = [product_card(product, "en", "EUR", online) for product in products]

    assert [card.in_stock for card in cards] == [True] * count


@pytest.mark.usefixtures("catalogue")
def test_the_filters_say_how_many_there_are(brand: Brand, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        filters = filters_of(brand, category="bags")

    assert filters.categories == (Choice("bags", "Bags", 2), Choice("scarves", "Scarves", 1))
    assert filters.colours == (Choice("black", "black", 1), Choice("red", "red", 1))
    assert filters.materials == (Choice("leather", "leather", 2),)
    assert filters.tags == (Choice("gift", "gift", 1),)
    assert (filters.price_min, filters.price_max) == (Decimal("400.00"), Decimal("900.00"))
