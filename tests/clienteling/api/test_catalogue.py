"""The catalogue over the public interface."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from crm.models import Boutique, Brand, Product, Variant
from tests.clienteling.api.conftest import SCOPES, caller
from tests.factories import make_product, set_price, set_stock


def codes(answer: object) -> list[str]:
    return [product["code"] for product in answer.json()["results"]]  # type: ignore[attr-defined]


def test_a_product_is_written_with_price_stock_and_variants(api: APIClient, tote: Product) -> None:
    answer = api.get("/api/v1/products/tote/", {"language": "fr"})

    assert answer.json() == {
        "code": "tote",
        "name": "Tote",
        "price": "900.00",
        "currency": "EUR",
        "in_stock": True,
        "category": "bags",
        "category_name": "Bags",
        "colour": "black",
        "material": "calfskin",
        "collection": "",
        "description": "",
        "tags": ["gift"],
        "picture_url": "/pictures/AURELLE/tote.svg",
        "variants": [{"sku": "TOTE", "label": "", "price": "900.00", "in_stock": True}],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["clutch", "tote", "scarf"]),
        ("category=scarves", ["scarf"]),
        ("tag=gift", ["clutch", "tote"]),
        ("colour=black&colour=coral", ["clutch", "tote", "scarf"]),
        ("colour=coral", ["scarf"]),
        ("material=calfskin", ["tote"]),
        ("price_max=880", ["clutch", "scarf"]),
        ("in_stock=true", ["tote"]),
        ("in_stock=false", ["clutch", "scarf"]),
        ("sku=SCARF&sku=TOTE", ["tote", "scarf"]),
        ("q=scar", ["scarf"]),
        ("category=nothing", []),
    ],
)
def test_each_filter_narrows_the_list(
    query: str, expected: list[str], api: APIClient, tote: Product, clutch: Product
) -> None:
    make_product(tote.brand, "scarf", category="scarves", price="350", colour="coral", material="silk")

    answer = api.get(f"/api/v1/products/?{query}")

    assert codes(answer) == expected


def test_stock_elsewhere_is_not_stock_online(
    api: APIClient, tote: Product, clutch: Product, boutique: Boutique
) -> None:
    set_stock(clutch, boutique, 5)

    assert codes(api.get("/api/v1/products/?in_stock=true")) == ["tote"]
    assert codes(api.get(f"/api/v1/products/?in_stock=true&boutique={boutique.code}")) == ["clutch"]


def test_a_long_list_comes_in_pages_that_leave_nothing_out(api: APIClient, brand: Brand) -> None:
    for number in range(5):
        make_product(brand, f"piece-{number}")

    first = api.get("/api/v1/products/?limit=2")
    second = api.get(first.json()["next"])
    third = api.get(second.json()["next"])

    assert sorted(codes(first) + codes(second) + codes(third)) == [f"piece-{number}" for number in range(5)]
    assert third.json()["next"] is None


def test_a_page_has_a_hundred_products_at_most(api: APIClient, brand: Brand) -> None:
    products = Product.objects.bulk_create(
        [Product(brand=brand, code=f"p{number}", names={"en": "P"}) for number in range(101)]
    )
    for variant in Variant.objects.bulk_create([Variant(product=product, sku=product.code) for product in products]):
        set_price(variant, "10")

    answer = api.get("/api/v1/products/?limit=5000")

    assert len(answer.json()["results"]) == 100


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_six_queries_whatever_its_length(
    count: int, api: APIClient, brand: Brand, online: Boutique
) -> None:
    for number in range(count):
        set_stock(make_product(brand, f"piece-{number}"), online, 1)

    with CaptureQueriesContext(connection) as queries:
        answer = api.get("/api/v1/products/")

    assert len(answer.json()["results"]) == count
    # The key, the online shop; products with category and brand, variants, prices, stock.
    assert len(queries) == 6


def test_filters_count_what_there_is(api: APIClient, tote: Product, clutch: Product) -> None:
    answer = api.get("/api/v1/products/filters/")

    assert answer.json() == {
        "categories": [{"code": "bags", "name": "Bags", "count": 2}],
        "colours": [{"code": "black", "name": "black", "count": 2}],
        "materials": [
            {"code": "calfskin", "name": "calfskin", "count": 1},
            {"code": "leather", "name": "leather", "count": 1},
        ],
        "tags": [{"code": "gift", "name": "gift", "count": 2}],
        "price_min": "880.00",
        "price_max": "900.00",
    }


@pytest.mark.parametrize("query", ["currency=euro", "price_max=-1", "price_max=cheap", f"q={'x' * 101}"])
def test_a_question_that_makes_no_sense_is_refused_with_its_field(query: str, api: APIClient, online: Boutique) -> None:
    answer = api.get(f"/api/v1/products/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["errors"]) == [query.split("=", maxsplit=1)[0]]


def test_a_group_key_names_the_brand(tote: Product) -> None:
    api = caller(None, SCOPES)

    assert api.get("/api/v1/products/").json()["code"] == "brand_missing"
    assert codes(api.get("/api/v1/products/?brand=AURELLE")) == ["tote"]


def test_another_brands_boutique_is_unknown(api: APIClient, tote: Product, other_brand: Brand) -> None:
    Boutique.objects.create(brand=other_brand, code="sorane-online", name="Online", kind="online", country="FR")

    answer = api.get("/api/v1/products/?boutique=sorane-online")

    assert (answer.status_code, answer.json()["code"]) == (400, "boutique_unknown")
