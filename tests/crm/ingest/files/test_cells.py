from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm.ingest.files.cells import (
    REMEMBERED,
    Cells,
    TextRule,
    code_reader,
    cut_reader,
    decimal_reader,
    integer_reader,
    moment_reader,
    text_reader,
)
from crm.ingest.files.errors import CellError

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def code_of(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(CellError) as refusal:
        read(text)
    return refusal.value.code


def test_a_cell_that_is_seen_again_is_not_read_again() -> None:
    seen: list[str] = []
    cells = Cells(lambda text: seen.append(text) or len(text))  # type: ignore[func-returns-value]

    assert [cells["Paris"], cells["Paris"], seen] == [5, 5, ["Paris"]]


def test_a_column_of_unique_texts_does_not_fill_the_memory() -> None:
    cells = Cells(int)

    for number in range(REMEMBERED + 10):
        cells[str(number)]

    assert len(cells) == 10


def test_a_refused_cell_is_refused_every_time() -> None:
    cells = Cells(integer_reader("quantity", point=".", thousands=""))

    assert [code_of(cells.__getitem__, "six"), code_of(cells.__getitem__, "six")] == ["quantity_invalid"] * 2


def test_a_text_is_stripped_matched_raised_and_prefixed() -> None:
    read = text_reader("customer", TextRule(20, pattern=r"(\w+)(?:\.0)?", is_upper=True, prefix="GIFT:"))

    assert [read(" ab12.0 "), read("  ")] == ["GIFT:AB12", ""]


@pytest.mark.parametrize(("text", "code"), [("", "sku_missing"), ("12-3", "sku_invalid"), ("1234567", "sku_too_long")])
def test_a_text_against_its_rule_is_refused_with_its_code(text: str, code: str) -> None:
    read = text_reader("sku", TextRule(6, is_required=True, pattern=r"\d+"))

    assert code_of(read, text) == code


def test_a_text_is_kept_on_one_line() -> None:
    assert text_reader("sku", TextRule(20))("BANK \n CHARGES") == "BANK CHARGES"


def test_a_description_is_cut_rather_than_refused() -> None:
    assert cut_reader(4)(" Tote\nbag ") == "Tote"


def test_numbers_are_read_as_the_country_writes_them() -> None:
    read = decimal_reader("unit_price", point=",", thousands=".", places=3, digits=9)

    assert [read("1.250,055"), read("-11062,06"), read("0")] == [Decimal("1250.055"), Decimal("-11062.06"), Decimal(0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unit_price_missing"),
        ("2.55", "unit_price_invalid"),
        ("NaN", "unit_price_invalid"),
        ("Infinity", "unit_price_invalid"),
        ("1_000", "unit_price_invalid"),
        ("2,5555", "unit_price_too_fine"),
        ("1000000000", "unit_price_too_large"),
    ],
)
def test_what_is_no_price_is_refused_with_its_code(text: str, code: str) -> None:
    assert code_of(decimal_reader("unit_price", point=",", thousands="", places=3, digits=9), text) == code


def test_a_whole_number_may_be_written_with_a_point() -> None:
    read = integer_reader("quantity", point=".", thousands="")

    assert [read("6.0"), read("-12")] == [6, -12]


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.5", "quantity_invalid"), ("0", "quantity_zero"), ("2147483648", "quantity_too_large")],
)
def test_what_is_no_quantity_is_refused_with_its_code(text: str, code: str) -> None:
    assert code_of(integer_reader("quantity", point=".", thousands=""), text) == code


def test_a_local_time_is_read_in_its_zone_summer_and_winter() -> None:
    read = moment_reader("occurred_at", form="%Y-%m-%d %H:%M", zone=ZoneInfo("Europe/Paris"), now=NOW)

    assert [read("2025-07-01 12:00"), read("2025-12-01 12:00")] == [
        "2025-07-01T10:00:00.000000+00:00",
        "2025-12-01T11:00:00.000000+00:00",
    ]


def test_an_iso_time_keeps_its_own_offset() -> None:
    read = moment_reader("occurred_at", form="iso", zone=ZoneInfo("Europe/Paris"), now=NOW)

    assert read("2025-07-01T12:00:00+09:00") == "2025-07-01T03:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2025", "occurred_at_invalid"),
        ("1899-12-30", "occurred_at_too_old"),
        ("0001-01-01", "occurred_at_invalid"),
        ("2036-03-10", "occurred_at_in_future"),
    ],
)
def test_an_impossible_time_is_refused_with_its_code(text: str, code: str) -> None:
    assert code_of(moment_reader("occurred_at", form="iso", zone=ZoneInfo("Europe/Paris"), now=NOW), text) == code


def test_a_code_is_one_that_is_known() -> None:
    read = code_reader("boutique", {"paris": 7})

    assert [read("paris"), read(""), code_of(read, "milano")] == [7, None, "boutique_unknown"]
