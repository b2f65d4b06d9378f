"""What a purchases file becomes."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crm.actions.purchases import LineInput, record_purchase
from crm.ingest.files.importing import ImportReport, ImportRequest, import_file
from crm.models import Brand, Client, Identifier, Product, Purchase, PurchaseLine, Relationship, Variant
from tests.crm.ingest.files.conftest import ImportText, file_of, receipt_line
from tests.factories import make_boutique, make_source


def rejected(report: object) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in report.examples]  # type: ignore[attr-defined]


def test_a_receipt_becomes_a_purchase_of_its_client(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(pieces="2"), receipt_line(sku="scarf", price="120,55", text="Silk scarf")))

    purchase = Purchase.objects.get()
    assert (purchase.brand, purchase.source, purchase.source_ref, purchase.kind) == (brand, "till", "1001", "sale")
    assert (purchase.currency, purchase.total, purchase.country) == ("EUR", Decimal("1920.55"), "Frankreich")
    assert purchase.occurred_at == datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
    assert list(purchase.lines.order_by("number").values_list("number", "sku", "quantity", "amount")) == [
        (1, "A-TOTE", 2, Decimal("1800.00")),
        (2, "A-SCARF", 1, Decimal("120.55")),
    ]


def test_the_till_is_heard_by_its_file(import_text: ImportText, brand: Brand) -> None:
    source = make_source(brand, "till")

    import_text(file_of(receipt_line(), receipt_line("1002")))

    source.refresh_from_db()
    assert source.last_seen_at is not None


def test_a_customer_number_becomes_a_client_whom_the_brand_knows(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(day="05.03.2026 11:30"), receipt_line("1000", day="01.02.2026 09:00")))

    client = Client.objects.get()
    identifier, relationship = Identifier.objects.get(), Relationship.objects.get()
    assert (client.country, client.source, client.search_text != "") == ("FR", "till", True)
    assert (identifier.namespace, identifier.value, identifier.client) == ("crm", "AURELLE:17850", client)
    assert (relationship.client, relationship.brand, relationship.boutique) == (client, brand, None)
    assert (relationship.country, relationship.since) == ("FR", datetime(2026, 2, 1, 8, 0, tzinfo=UTC))


def test_a_client_who_is_known_gets_the_purchase(import_text: ImportText, camille: Client) -> None:
    Identifier.objects.create(
        namespace="crm", value="AURELLE:17850", client=camille, source="test", asserted_at=datetime.now(UTC)
    )

    report = import_text(file_of(receipt_line()))

    assert (Purchase.objects.get().client, Client.objects.count(), report.new["clients"]) == (camille, 1, 0)


def test_a_number_of_a_merged_client_leads_to_the_survivor(import_text: ImportText, camille: Client) -> None:
    duplicate = Client.objects.create(canonical=camille)
    Identifier.objects.create(
        namespace="crm", value="AURELLE:17850", client=duplicate, source="test", asserted_at=datetime.now(UTC)
    )

    import_text(file_of(receipt_line()))

    assert Purchase.objects.get().client == camille


@pytest.mark.parametrize("number", ["", "n/a", "0"])
def test_a_sale_without_a_real_customer_number_is_kept_as_anonymous(
    import_text: ImportText, brand: Brand, number: str
) -> None:
    report = import_text(file_of(receipt_line(client=number)))

    assert (Purchase.objects.get().client, Client.objects.count()) == (None, 0)
    assert (report.tally.figures["lines_without_customer"], report.tally.rejected.total()) == (1, 0)


def test_a_cancelled_receipt_is_kept_as_a_return(import_text: ImportText, brand: Brand) -> None:
    report = import_text(file_of(receipt_line(), receipt_line("R1001", pieces="-1")))

    returned = Purchase.objects.get(source_ref="R1001")
    assert (returned.kind, returned.total) == ("return", Decimal("-900.00"))
    assert (report.totals["invoices"], report.totals["cancelled"]) == (2, 1)


def test_an_amount_is_rounded_half_away_from_zero(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(price="0,125"), receipt_line(price="0,125", pieces="-1")))

    amounts = PurchaseLine.objects.order_by("number").values_list("unit_price", "amount")
    assert list(amounts) == [(Decimal("0.125"), Decimal("0.13")), (Decimal("0.125"), Decimal("-0.13"))]


def test_a_free_article_and_a_bad_debt_are_kept(import_text: ImportText, brand: Brand) -> None:
    report = import_text(
        file_of(receipt_line(price="0", client=""), receipt_line("B1", "POST", price="-11062,06", client=""))
    )

    assert (report.new["lines"], report.tally.figures["net EUR"]) == (2, Decimal("-11062.06"))


def test_unknown_articles_become_products_named_after_a_real_sale(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(text="damaged?", price="0"), receipt_line("1002", text="Tote bag")))

    product, variant = Product.objects.get(), Variant.objects.get()
    assert (product.brand, product.code, product.names) == (brand, "TOTE", {"en": "Tote bag"})
    assert (variant.product, variant.sku) == (product, "A-TOTE")
    assert set(PurchaseLine.objects.values_list("variant", flat=True)) == {variant.pk}


def test_a_product_without_a_name_gets_one_from_a_later_chunk(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(text="damaged?", price="0"), receipt_line("1002")), chunk_size=1)

    assert Product.objects.get().names == {"en": "Tote bag"}


def test_a_product_that_has_a_name_keeps_it(import_text: ImportText, brand: Brand) -> None:
    product = Product.objects.create(brand=brand, code="TOTE", names={"fr": "Cabas"})

    import_text(file_of(receipt_line()))

    product.refresh_from_db()
    assert (product.names, product.variants.get().sku) == ({"fr": "Cabas"}, "A-TOTE")


def test_postage_is_a_line_and_no_product(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line(sku="POST")))

    assert (Product.objects.count(), PurchaseLine.objects.get().variant) == (0, None)


def test_an_article_of_another_brand_is_not_taken(import_text: ImportText, brand: Brand, other_brand: Brand) -> None:
    theirs = Product.objects.create(brand=other_brand, code="TOTE")
    Variant.objects.create(product=theirs, sku="A-TOTE")

    import_text(file_of(receipt_line()))

    assert (PurchaseLine.objects.get().variant, Product.objects.get()) == (None, theirs)


def test_lines_of_a_receipt_that_are_far_apart_come_together(import_text: ImportText, brand: Brand) -> None:
    lines = [receipt_line("1001"), receipt_line("1002"), receipt_line("1003"), receipt_line("1001", "ring")]

    report = import_text(file_of(*lines), chunk_size=2)

    purchase = Purchase.objects.get(source_ref="1001")
    assert list(purchase.lines.order_by("number").values_list("number", "sku")) == [(1, "A-TOTE"), (2, "A-RING")]
    assert (purchase.total, report.new["purchases"], report.totals["invoices"]) == (Decimal("1800.00"), 3, 3)


def test_a_later_line_names_the_client_of_an_anonymous_receipt(import_text: ImportText, brand: Brand) -> None:
    lines = [receipt_line("1001", client=""), receipt_line("1002"), receipt_line("1001", "ring")]

    import_text(file_of(*lines), chunk_size=1)

    assert Purchase.objects.get(source_ref="1001").client == Client.objects.get()


@pytest.mark.parametrize("chunk_size", [1, 100])
def test_a_line_that_names_another_client_than_its_receipt_is_refused(
    import_text: ImportText, brand: Brand, chunk_size: int
) -> None:
    lines = [receipt_line("1001"), receipt_line("1002"), receipt_line("1001", client="99")]

    report = import_text(file_of(*lines), chunk_size=chunk_size)

    assert rejected(report) == [(4, "receipt_conflict")]
    assert (PurchaseLine.objects.count(), Purchase.objects.filter(client=None).count()) == (2, 0)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (receipt_line(""), "reference_missing"),
        (receipt_line("1" * 81), "reference_too_long"),
        (receipt_line(sku=""), "sku_missing"),
        (receipt_line(pieces="two"), "quantity_invalid"),
        (receipt_line(pieces="0"), "quantity_zero"),
        (receipt_line(price="9.00"), "unit_price_invalid"),
        (receipt_line(day="2026-03-05"), "occurred_at_invalid"),
        (receipt_line(day="05.03.2036 11:30"), "occurred_at_in_future"),
        (receipt_line(client="seventeen"), "customer_invalid"),
        (receipt_line(pieces="2000000000", price="900000000"), "amount_too_large"),
        (receipt_line() + ";more", "columns_wrong"),
        ("1001;tote", "columns_wrong"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_good_ones_are_kept(
    import_text: ImportText, brand: Brand, line: str, code: str
) -> None:
    report = import_text(file_of(receipt_line("1"), line, receipt_line("2")))

    assert (rejected(report), dict(report.tally.rejected)) == ([(3, code)], {code: 1})
    assert list(Purchase.objects.order_by("source_ref").values_list("source_ref", flat=True)) == ["1", "2"]


def test_a_boutique_column_names_a_boutique_of_the_brand(import_text: ImportText, brand: Brand, mapping_path) -> None:  # type: ignore[no-untyped-def]
    boutique = make_boutique(brand, "milano", country="IT")
    mapping_path.write_text(
        mapping_path.read_text().replace('country = "Land"', 'boutique = "Land"').split("[values.country]")[0]
    )

    report = import_text(file_of(receipt_line(land="milano"), receipt_line("1002", land="atlantis")))

    relationship = Relationship.objects.get()
    assert (Purchase.objects.get().boutique, relationship.boutique, relationship.country) == (boutique, boutique, "IT")
    assert rejected(report) == [(3, "boutique_unknown")]


def test_a_currency_column_keeps_two_currencies_apart(import_text: ImportText, brand: Brand, mapping_path) -> None:  # type: ignore[no-untyped-def]
    mapping_path.write_text(
        mapping_path.read_text().replace('country = "Land"', 'currency = "Land"').split("[values.country]")[0]
    )
    lines = [receipt_line(land=""), receipt_line("1002", land="JPY"), receipt_line("1003", land="yen")]

    report = import_text(file_of(*lines))

    nets = {name: figure for name, figure in report.tally.figures.items() if name.startswith("net")}
    assert nets == {"net EUR": Decimal("900.00"), "net JPY": Decimal("900.00")}
    assert rejected(report) == [(4, "currency_invalid")]


ORDERS = """
kind = "purchases"
source = "shop-export"
[columns]
reference = "reference"
sku = "sku"
quantity = "quantity"
occurred_at = "day"
unit_price = "price"
order = "order"
"""


def import_orders(folder: Path, lines: str, name: str) -> ImportReport:
    (folder / "orders.toml").write_text(ORDERS)
    (folder / name).write_text("reference,sku,quantity,day,price,order\n" + lines)
    request = ImportRequest("purchases", folder / name, folder / "orders.toml", "AURELLE")
    foretold = import_file(replace(request, is_dry=True))
    report = import_file(request)
    assert (+foretold.new, foretold.tally.rejected) == (+report.new, report.tally.rejected)
    return report


@pytest.mark.django_db(transaction=True)
def test_an_order_by_event_and_the_same_order_in_a_file_are_one_purchase(tmp_path: Path, brand: Brand) -> None:
    told = record_purchase(
        brand=brand, source="aurelle-web", source_ref="O-1", kind="sale", currency="EUR", order_ref="O-1",
        occurred_at=datetime(2026, 3, 1, tzinfo=UTC), lines=[LineInput("TOTE", 1, Decimal(800))], evidence="event",
    )  # fmt: skip

    report = import_orders(tmp_path, "R-1,TOTE,1,2026-03-01,900,O-1\nR-2,RING,2,2026-03-01,50,O-2\n", "a.csv")
    again = import_orders(tmp_path, "R-1,TOTE,1,2026-03-01,900,O-1\nR-9,RING,2,2026-03-01,50,O-2\n", "b.csv")

    kept = {each.order_ref: (each.pk, each.source_ref, each.total, each.evidence) for each in Purchase.objects.all()}
    assert dict(+report.new) == {"purchases": 1, "lines": 2, "orders completed": 1}
    assert (again.new.total(), again.tally.rejected.total()) == (0, 0)
    assert kept["O-1"] == (told.pk, "R-1", Decimal("900.00"), "record")
    assert kept["O-2"][1:] == ("R-2", Decimal("100.00"), "record")


@pytest.mark.django_db(transaction=True)
def test_an_order_that_is_known_otherwise_is_refused(tmp_path: Path, brand: Brand) -> None:
    import_orders(tmp_path, "R-1,TOTE,1,2026-03-01,900,O-1\n", "a.csv")

    report = import_orders(tmp_path, "R-2,TOTE,3,2026-03-01,900,O-1\n", "b.csv")

    assert dict(report.tally.rejected) == {"order_differs": 1}
    assert Purchase.objects.get().total == Decimal("900.00")
