"""Products, variants, prices by currency and country, and stock."""

from decimal import Decimal

import pytest

from crm.models import Boutique, Brand, Category, Price, Product, Stock, Variant
from crm.queries.catalogue import price_of
from tests.crm.ingest.files.kinds.conftest import ImportRows, added, rejected
from tests.factories import make_product, set_stock

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = (
    "sku,code,name,name.fr,category,category_name,collection,material,colour,tags,picture,label,price,currency,country"
)
RING = "RING-52,ring,Ring,Bague,jewellery,Jewellery,Spring 2026,gold,yellow,gift|new,/media/ring.jpg,52,1200.50,EUR,"


def test_a_product_comes_with_its_variants_category_tags_picture_and_prices(import_rows: ImportRows) -> None:
    lines = [RING, RING.replace("52", "54"), "RING-52,ring,,,,,,,,,,,1300,EUR,IT", "RING-52,ring,,,,,,,,,,,1100,CHF,"]

    report = import_rows("products", "\n".join([HEADER, *lines]))

    ring = Product.objects.get(code="ring")
    variant = Variant.objects.get(sku="RING-52")
    assert added(report) == {"categories": 1, "products": 1, "variants": 2, "prices": 4}
    assert (ring.names, ring.tags, ring.picture) == (
        {"en": "Ring", "fr": "Bague"}, ["gift", "new"], {"url": "/media/ring.jpg"},
    )  # fmt: skip
    assert ring.category == Category.objects.get(code="jewellery")
    assert (ring.collection, ring.material, ring.colour, variant.label) == ("Spring 2026", "gold", "yellow", "52")
    assert (price_of(variant, "EUR"), price_of(variant, "EUR", "IT")) == (Decimal("1200.50"), Decimal("1300.00"))


def test_a_line_leaves_as_it_is_what_it_does_not_say(import_rows: ImportRows, brand: Brand) -> None:
    tote = make_product(brand)

    report = import_rows("products", "sku,code,colour\nTOTE,tote,red")

    before = (tote.names, tote.material, tote.category)
    tote.refresh_from_db()
    assert added(report) == {"changed": 1}
    assert (tote.colour, (tote.names, tote.material, tote.category)) == ("red", before)


def test_the_same_catalogue_again_changes_nothing(import_rows: ImportRows) -> None:
    import_rows("products", f"{HEADER}\n{RING}")

    report = import_rows("products", f"{HEADER}\n{RING}", mapping={"source": "another"})

    assert (added(report), Product.objects.count(), Price.objects.count()) == ({}, 1, 1)


def test_one_product_over_two_chunks_is_foretold_as_one(import_rows: ImportRows) -> None:
    report = import_rows("products", "\n".join([HEADER, RING, RING.replace("52", "54")]), chunk_size=1)

    assert added(report) == {"categories": 1, "products": 1, "variants": 2, "prices": 2}


def test_an_article_of_another_brand_is_not_taken_over(import_rows: ImportRows, other_brand: Brand) -> None:
    theirs = make_product(other_brand, "scarf")

    report = import_rows("products", "sku,name\nSCARF,Ours")

    theirs.refresh_from_db()
    assert (rejected(report), theirs.name_in("en"), Product.objects.count()) == ([(2, "sku_taken")], "Scarf", 1)


def test_a_price_below_zero_and_an_unknown_currency_are_refused(import_rows: ImportRows) -> None:
    lines = ["A,-1,EUR,", "B,1,XYZ,", "C,1,EUR,javascript:alert(1)", "D,1.999,EUR,"]

    report = import_rows("products", "\n".join(["sku,price,currency,picture", *lines]))

    assert rejected(report) == [
        (2, "price_negative"), (3, "currency_invalid"), (4, "picture_invalid"), (5, "price_too_fine"),
    ]  # fmt: skip
    assert Product.objects.count() == 0


def test_stock_replaces_the_figure_of_its_boutique(import_rows: ImportRows, brand: Brand, boutique: Boutique) -> None:
    tote, ring = make_product(brand), make_product(brand, "ring")
    set_stock(tote, boutique, 5)
    lines = f"TOTE,{boutique.code},2\nRING,{boutique.code},0"

    report = import_rows("stock", f"sku,boutique,quantity\n{lines}")
    again = import_rows("stock", f"sku,boutique,quantity\n{lines}", mapping={"source": "another"})

    assert (added(report), added(again)) == ({"stock figures": 1, "changed": 1}, {})
    assert dict(Stock.objects.values_list("variant__sku", "quantity")) == {"TOTE": 2, "RING": 0}
    assert ring.variants.get().stock.get().boutique == boutique


def test_stock_of_what_is_not_there_is_refused(import_rows: ImportRows, brand: Brand, boutique: Boutique) -> None:
    make_product(brand)
    lines = [f"NONE,{boutique.code},1", "TOTE,nowhere,1", f"TOTE,{boutique.code},-1", f"TOTE,{boutique.code},1.5"]

    report = import_rows("stock", "\n".join(["sku,boutique,quantity", *lines]))

    assert rejected(report) == [
        (2, "sku_unknown"), (3, "boutique_unknown"), (4, "quantity_negative"), (5, "quantity_invalid"),
    ]  # fmt: skip
    assert Stock.objects.count() == 0
