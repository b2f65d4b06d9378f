"""A till's file of receipts, and a function that imports it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.importing import ImportReport, ImportRequest, import_file

HEADER = "Receipt;Article;Text;Pieces;Day;Price;Client;Land"
MAPPING = r"""
kind = "purchases"
source = "till"
upper = ["sku"]

[brand]
name = "Aurelle"
currency = "EUR"

[file]
delimiter = ";"
decimal = ","
date = "%d.%m.%Y %H:%M"
timezone = "Europe/Paris"

[columns]
reference = "Receipt"
sku = "Article"
description = "Text"
quantity = "Pieces"
occurred_at = "Day"
unit_price = "Price"
customer = "Client"
country = "Land"

[patterns]
customer = '(\d+)(?:\.0)?|n/a'

[options]
sku_prefix = "A-"
return_prefix = "R"
create_products = true
not_products = ["POST"]

[values.country]
"Frankreich" = "FR"
"""

ImportText = Callable[..., ImportReport]


def receipt_line(  # noqa: PLR0913
    reference: str = "1001", sku: str = "tote", *, pieces: str = "1", day: str = "05.03.2026 11:30",
    price: str = "900,00", client: str = "17850.0", land: str = "Frankreich", text: str = "Tote bag",
) -> str:  # fmt: skip
    return ";".join([reference, sku, text, pieces, day, price, client, land])


def file_of(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.fixture
def mapping_path(tmp_path: Path) -> Path:
    path = tmp_path / "till.toml"
    path.write_text(MAPPING, "utf-8")
    return path


@pytest.fixture
def import_text(tmp_path: Path, mapping_path: Path) -> ImportText:
    """Import a file of this content (a text, or bytes) for the brand AURELLE."""

    def run(content: str | bytes, **options: Any) -> ImportReport:
        path = tmp_path / "till.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(ImportRequest("purchases", path, mapping_path, "AURELLE", **options))

    return run
