"""The complete Online Retail file, to the penny (data/README.md beside the data)."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F, Sum

from crm.ingest.files.importing import ImportRequest, import_file
from crm.models import Client, ImportRun, Product, Purchase, PurchaseLine, Relationship

DATA = Path(os.environ.get("CLIENTELING_DATA", settings.BASE_DIR / ".." / "shared" / "data"))
FILE = DATA / "online_retail.csv.gz"
MAPPING = settings.BASE_DIR / "docs" / "examples" / "online_retail.toml"


@pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is absent; set CLIENTELING_DATA to the folder that has it")
@pytest.mark.django_db(transaction=True)
def test_the_whole_file_gives_its_totals_to_the_penny_and_changes_nothing_the_second_time() -> None:
    request = ImportRequest("purchases", FILE, MAPPING, "GIFT", creates_brand=True)

    report = import_file(request)
    again = import_file(request)

    returns = Purchase.objects.filter(kind="return")
    anonymous = PurchaseLine.objects.filter(purchase__client=None)
    amounts = PurchaseLine.objects.aggregate(net=Sum("amount"))["net"]
    assert report.totals == {"invoices": 25_900, "cancelled": 3_836, "clients": 4_372}
    assert report.tally.figures == {
        "lines": 541_909, "lines_without_customer": 135_080, "net GBP": Decimal("9747747.93"),
    }  # fmt: skip
    assert (PurchaseLine.objects.count(), Purchase.objects.count(), returns.count()) == (541_909, 25_900, 3_836)
    assert (Client.objects.count(), Relationship.objects.count(), anonymous.count()) == (4_372, 4_372, 135_080)
    assert (amounts, Purchase.objects.aggregate(net=Sum("total"))["net"]) == (Decimal("9747747.93"),) * 2
    assert not Purchase.objects.annotate(lines_total=Sum("lines__amount")).exclude(total=F("lines_total")).exists()
    assert not PurchaseLine.objects.filter(variant=None).exclude(sku__in=not_products()).exists()
    assert (again.was_done, again.new.total(), ImportRun.objects.count()) == (True, 0, 1)
    assert (again.totals, again.tally.figures) == (report.totals, report.tally.figures)
    assert Product.objects.get(code="85123A").names == {"en": "WHITE HANGING HEART T-LIGHT HOLDER"}


def not_products() -> list[str]:
    """SKUs of the lines that the example mapping calls no products."""
    from crm.ingest.files.mapping import read_mapping

    return [f"GIFT-{code}" for code in read_mapping(MAPPING).options["not_products"]]
