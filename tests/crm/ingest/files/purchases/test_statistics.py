"""Plans that hold whatever the database believes of the size of its tables."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection

from crm.models import Brand, Client, Identifier, Product, Purchase, PurchaseLine, Relationship, Variant
from tests.crm.ingest.files.conftest import ImportText, file_of, receipt_line

MANY = 4_000
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def emptied_tables() -> Iterator[None]:
    """Tables that were full and are empty, and whose statistics say so; and no patience with a slow statement."""
    brand = Brand.objects.create(code="OLD", name="Old")
    products = Product.objects.bulk_create(Product(brand=brand, code=str(number)) for number in range(MANY))
    Variant.objects.bulk_create(Variant(product=each, sku=each.code) for each in products)
    clients = Client.objects.bulk_create(Client() for _ in products)
    Identifier.objects.bulk_create(
        Identifier(namespace="crm", value=each.uid, client=each, source="test", asserted_at=NOW) for each in clients
    )
    Relationship.objects.bulk_create(Relationship(client=each, brand=brand, since=NOW) for each in clients)
    purchases = Purchase.objects.bulk_create(
        Purchase(brand=brand, source="old", source_ref=each.code, occurred_at=NOW, currency="EUR", total=1)
        for each in products
    )
    PurchaseLine.objects.bulk_create(
        PurchaseLine(purchase=each, number=1, sku="old", quantity=1, unit_price=1, amount=1) for each in purchases
    )
    for model in (PurchaseLine, Purchase, Relationship, Identifier, Client, Variant, Product):
        model.objects.all().delete()
        run_sql(f"ANALYZE {model._meta.db_table}")
    run_sql("SET statement_timeout = '4s'")
    yield
    run_sql("RESET statement_timeout")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_tables")
def test_a_chunk_is_quick_though_the_statistics_call_every_table_empty(import_text: ImportText) -> None:
    lines = [
        receipt_line(str(number // 5), f"a{number % MANY}", client=str(1 + number // 10)) for number in range(20_000)
    ]
    first = import_text(file_of(*lines), creates_brand=True)

    again = import_text(file_of(*lines, receipt_line("last")))

    assert (first.new["lines"], again.new["lines"], PurchaseLine.objects.count()) == (20_000, 1, 20_001)
