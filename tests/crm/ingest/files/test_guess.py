"""What a file is, and what its columns mean, is proposed from its header and its first rows."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.propose import propose_mapping

HEADERS = {
    "English": "Customer No,First Name,Last Name,E-mail,Mobile,Birthday",
    "French": "N° client;Prénom;Nom;Courriel;Téléphone;Date de naissance",
    "German": "Kundennummer;Vorname;Nachname;E-Mail;Telefon;Geburtsdatum",
    "Italian": "Codice cliente;Nome;Cognome;Mail;Cellulare;Data di nascita",
    "Chinese": "客户编号,名,姓,邮箱,手机,生日",
}
CLIENT = ["17", "Ann", "Bell", "ann@mail.example", "+33639980012", "01.02.1980"]
PURCHASES = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536365,85123A,Holder,6,2010-12-01 08:26:00,2.55,17850.0,FR\n"
)


def proposed(folder: Path, content: str | bytes, name: str = "export.csv") -> dict[str, Any]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return propose_mapping(path, file_name=name)


@pytest.mark.parametrize("language", sorted(HEADERS))
def test_a_clients_file_is_known_by_headers_in_any_language(tmp_path: Path, language: str) -> None:
    header = HEADERS[language]
    sign = ";" if ";" in header else ","

    mapping = proposed(tmp_path, f"{header}\n{sign.join(CLIENT)}\n")

    fields = ["customer", "given_name", "family_name", "email", "phone", "birth_date"]
    expected = dict(zip(fields, header.split(sign), strict=True))
    assert (mapping["kind"], mapping["columns"], mapping["file"]["date"]) == ("clients", expected, "%d.%m.%Y")


def test_a_receipts_file_is_known_with_the_form_of_its_dates(tmp_path: Path) -> None:
    mapping = proposed(tmp_path, PURCHASES)

    assert mapping["kind"] == "purchases"
    assert mapping["columns"] == {
        "reference": "InvoiceNo", "sku": "StockCode", "description": "Description", "quantity": "Quantity",
        "occurred_at": "InvoiceDate", "unit_price": "UnitPrice", "customer": "CustomerID", "country": "Country",
    }  # fmt: skip
    assert (mapping["file"]["date"], mapping["file"]["delimiter"]) == ("%Y-%m-%d %H:%M:%S", ",")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("products", "Article,Product name,Collection,Colour,Price,Currency\nA1,Tote,Spring,black,900,EUR\n"),
        ("stock", "SKU,Store,On hand\nA1,paris,3\n"),
        ("interactions", '{"messageId":"1","event":"Viewed","timestamp":"2026-01-01T10:00:00Z","anonymousId":"a"}\n'),
        ("consents", "Email,Purpose,Channel,Consent status,Consent date,Notice version,Proof\na@b.example,x,,yes,,1,f"),
        ("loyalty", "Customer ID,Program,Account number,Tier,Points\n1,Cercle,7,gold,100\n"),
        ("repairs", "Customer ID,Repair number,Status,Opened,Promised date\n1,7,opened,2026-01-01,2026-02-01\n"),
        ("satisfaction", "Customer ID,Response id,Survey type,Score,Answered\n1,7,nps,9,2026-01-01\n"),
    ],
)  # fmt: skip
def test_every_kind_is_known_by_a_plain_header(tmp_path: Path, kind: str, content: str) -> None:
    assert proposed(tmp_path, content)["kind"] == kind


def test_encoding_separator_and_decimal_comma_are_seen(tmp_path: Path) -> None:
    content = "Bon;Artikel;Menge;Datum;Preis\n1;Häkchen;1;05.03.2026 11:30;1.250,50\n".encode("cp1252")

    form = proposed(tmp_path, gzip.compress(content), "bons.csv.gz")["file"]

    assert (form["encoding"], form["delimiter"], form["decimal"], form["thousands"], form["date"]) == (
        "cp1252", ";", ",", ".", "%d.%m.%Y %H:%M",
    )  # fmt: skip


def test_a_day_after_the_twelfth_tells_day_and_month_apart(tmp_path: Path) -> None:
    header = "Invoice,SKU,Qty,Date,Price\n"

    first = proposed(tmp_path, header + "1,A,1,03/04/2026,9\n")["file"]["date"]
    second = proposed(tmp_path, header + "1,A,1,03/04/2026,9\n2,A,1,03/24/2026,9\n")["file"]["date"]

    assert (first, second) == ("%d/%m/%Y", "%m/%d/%Y")
