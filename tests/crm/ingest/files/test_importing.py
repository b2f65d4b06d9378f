"""Once, again, dry, interrupted, and with a wrong file."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from crm.ingest.files import importing
from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.importing import ImportReport
from crm.models import Brand, Client, ImportRun, Product, Purchase, PurchaseLine
from crm.signals import purchases_recorded
from tests.crm.ingest.files.conftest import HEADER, ImportText, file_of, receipt_line

THREE = file_of(receipt_line("1001"), receipt_line("1002", client="99"), receipt_line("1003", client=""))


def refusal_of(call: Any, *args: Any, **options: Any) -> ImportFileError:
    with pytest.raises(ImportFileError) as refusal:
        call(*args, **options)
    return refusal.value


def kept() -> tuple[int, int, int, int]:
    return Purchase.objects.count(), PurchaseLine.objects.count(), Client.objects.count(), Product.objects.count()


@pytest.fixture
def announced() -> Iterator[list[int]]:
    """Ids of purchases as the rest of the system hears of them."""
    heard: list[int] = []

    def hear(sender: Any, purchase_ids: list[int], **kwargs: Any) -> None:
        heard.extend(purchase_ids)

    purchases_recorded.connect(hear)
    yield heard
    purchases_recorded.disconnect(hear)


def test_the_same_file_again_changes_nothing_and_tells_its_totals(import_text: ImportText, brand: Brand) -> None:
    first = import_text(THREE)
    before = kept()

    again = import_text(THREE)

    assert (again.was_done, again.new.total(), kept()) == (True, 0, before)
    assert (again.totals, again.tally) == (first.totals, first.tally)


def test_a_longer_file_adds_only_what_is_not_kept(import_text: ImportText, brand: Brand) -> None:
    import_text(THREE)

    report = import_text(THREE + receipt_line("1003", "ring", client="") + "\n" + receipt_line("1004") + "\n")

    assert dict(+report.new) == {"purchases": 1, "lines": 2, "products": 1}
    assert (report.totals["invoices"], report.tally.rejected.total()) == (4, 0)
    assert Purchase.objects.get(source_ref="1003").total == Decimal("1800.00")


def test_a_corrected_file_adds_only_the_corrected_line(import_text: ImportText, brand: Brand) -> None:
    lines = [receipt_line(sku="tote"), receipt_line(sku="ring", pieces="x"), receipt_line(sku="scarf")]
    import_text(file_of(*lines))
    lines[1] = receipt_line(sku="ring")

    report = import_text(file_of(*lines))

    purchase = Purchase.objects.get()
    assert (report.new["lines"], report.tally.rejected.total(), purchase.total) == (1, 0, Decimal("2700.00"))
    skus = purchase.lines.order_by("number").values_list("number", "sku")
    assert list(skus) == [(1, "A-TOTE"), (2, "A-RING"), (3, "A-SCARF")]


def test_a_line_that_contradicts_what_is_kept_is_refused_and_changes_nothing(
    import_text: ImportText, brand: Brand
) -> None:
    import_text(file_of(receipt_line()))

    report = import_text(file_of(receipt_line(price="1,00")))

    assert (dict(report.tally.rejected), report.new.total()) == ({"line_conflict": 1}, 0)
    assert Purchase.objects.get().total == Decimal("900.00")


def test_a_receipt_that_is_kept_with_another_client_is_refused_whole(import_text: ImportText, brand: Brand) -> None:
    import_text(file_of(receipt_line()))

    report = import_text(file_of(receipt_line(client="99"), receipt_line(client="99", sku="ring")))

    assert (dict(report.tally.rejected), report.new["lines"]) == ({"receipt_conflict": 2}, 0)
    assert PurchaseLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_counts_everything_and_writes_nothing(import_text: ImportText, announced: list[int]) -> None:
    lines = [receipt_line("1001"), receipt_line("1002"), receipt_line("1001", "ring"), receipt_line(pieces="x")]

    report = import_text(file_of(*lines), is_dry=True, creates_brand=True, chunk_size=1)

    assert dict(report.new) == {"purchases": 2, "lines": 3, "clients": 1, "products": 2}
    assert (report.tally.figures["lines"], dict(report.tally.rejected)) == (4, {"quantity_invalid": 1})
    assert (kept(), Brand.objects.count(), ImportRun.objects.count(), announced) == ((0, 0, 0, 0), 0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_of_a_file_that_is_kept_foresees_nothing(import_text: ImportText) -> None:
    import_text(THREE, creates_brand=True)

    report = import_text(THREE, is_dry=True)

    assert (report.new.total(), report.totals["invoices"]) == (0, 3)


@pytest.mark.django_db(transaction=True)
def test_in_a_dry_run_the_database_refuses_to_write(import_text: ImportText, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO crm_brand (code, name) VALUES ('X', 'X')")

    monkeypatch.setattr("crm.ingest.files.kinds.purchases.foresee.note_foreseen", write)

    with pytest.raises(Exception, match="read-only transaction"):
        import_text(THREE, is_dry=True, creates_brand=True)


@pytest.mark.django_db(transaction=True)
def test_new_purchases_of_clients_are_announced_once(import_text: ImportText, announced: list[int]) -> None:
    import_text(THREE, creates_brand=True)
    import_text(THREE)

    of_clients = Purchase.objects.exclude(client=None).order_by("id").values_list("id", flat=True)
    assert announced == list(of_clients)


class PowerCut(BaseException):
    """Ends the process at a moment of the test's choice."""


def interrupt(monkeypatch: pytest.MonkeyPatch, name: str, *, after: int) -> None:
    """Cut the power when ``importing.<name>`` is called for the time after ``after`` times."""
    real, calls = getattr(importing, name), []

    def cut(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) > after:
            raise PowerCut
        return real(*args, **options)

    monkeypatch.setattr(importing, name, cut)


@pytest.mark.parametrize("moment", ["move_run", "note_counts", "finish_run"])
def test_an_interrupted_import_goes_on_where_it_was(
    import_text: ImportText, brand: Brand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str
) -> None:
    lines = [receipt_line("1001"), receipt_line("1002"), receipt_line(pieces="x"), receipt_line("1001", "ring")]
    options: dict[str, Any] = {"chunk_size": 1, "rejects_path": tmp_path / "rejects.csv"}
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        interrupt(patch, moment, after=0 if moment == "finish_run" else 2)
        import_text(file_of(*lines), **options)

    report = import_text(file_of(*lines), **options)

    numbers = PurchaseLine.objects.filter(purchase__source_ref="1001").order_by("number")
    assert list(numbers.values_list("number", "sku")) == [(1, "A-TOTE"), (3, "A-RING")]
    assert (report.totals["invoices"], report.tally.figures["lines"], dict(report.tally.new)) == (
        2, 4, {"purchases": 2, "lines": 3, "clients": 1, "products": 2},
    )  # fmt: skip
    assert (report.resumed_at > 0, ImportRun.objects.get().status) == (True, "done")
    assert [row[:2] for row in csv.reader(options["rejects_path"].open())] == [
        ["line", "code"], ["4", "quantity_invalid"],
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_announcement_that_an_interruption_swallowed_is_made_on_resuming(
    import_text: ImportText, monkeypatch: pytest.MonkeyPatch, announced: list[int]
) -> None:
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr("crm.ingest.files.kinds.purchases.Purchases.announce", lambda self, ids: _cut(ids))
        import_text(THREE, creates_brand=True, chunk_size=1)
    assert announced == []

    import_text(THREE)

    assert announced == list(Purchase.objects.exclude(client=None).order_by("id").values_list("id", flat=True))


def _cut(ids: list[int]) -> None:
    if ids:
        raise PowerCut


def test_two_processes_with_one_file_keep_nothing_twice(
    import_text: ImportText, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(run: ImportRun, **lines: int) -> None:
        ImportRun.objects.update(position=3)
        real(run, **lines)

    real = importing.move_run
    monkeypatch.setattr(importing, "move_run", overtaken)

    refusal = refusal_of(import_text, THREE)

    assert (refusal.code, kept()) == ("import_running", (0, 0, 0, 0))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (file_of(receipt_line()).replace("Pieces", "Quantity"), "column_missing"),
        (file_of(receipt_line()).replace(";", ","), "column_missing"),
        ("", "file_empty"),
        (HEADER.replace("Text", "Day"), "column_ambiguous"),
        ((HEADER + "\n").encode("utf-16"), "encoding_invalid"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_file_is_refused_before_anything_is_written(
    import_text: ImportText, content: str | bytes, code: str
) -> None:
    refusal = refusal_of(import_text, content, creates_brand=True)

    assert (refusal.code, Brand.objects.count(), ImportRun.objects.count(), kept()) == (code, 0, 0, (0, 0, 0, 0))


def test_a_missing_column_is_named_beside_those_that_are_there(import_text: ImportText, brand: Brand) -> None:
    refusal = refusal_of(import_text, "Receipt;Article;Text;Day;Price;Client;Land\n")

    assert refusal.message == (
        "The file has no column 'Pieces'. It has: 'Receipt', 'Article', 'Text', 'Day', 'Price', 'Client', 'Land'."
    )


def test_a_file_of_a_header_alone_is_an_import_of_nothing(import_text: ImportText, brand: Brand) -> None:
    report = import_text(HEADER)

    assert (report.rows, report.totals, ImportRun.objects.get().status) == (
        0, {"invoices": 0, "cancelled": 0, "clients": 0}, "done",
    )  # fmt: skip


def test_a_broken_encoding_refuses_its_line_and_keeps_the_others(import_text: ImportText, brand: Brand) -> None:
    content = file_of(receipt_line("1"), receipt_line("2", text="Étui"), receipt_line("3"))

    report = import_text(content.encode("latin-1"))

    assert ([each.code for each in report.examples], Purchase.objects.count()) == (["encoding_invalid"], 2)


@pytest.mark.django_db
def test_a_brand_that_is_not_there_is_made_only_when_asked(import_text: ImportText) -> None:
    refusal = refusal_of(import_text, THREE)
    assert (refusal.code, Brand.objects.count()) == ("brand_unknown", 0)

    report: ImportReport = import_text(THREE, creates_brand=True)

    assert (report.brand.code, report.brand.name, report.brand.currency) == ("AURELLE", "Aurelle", "EUR")
    assert report.brand == Brand.objects.get()


@pytest.mark.django_db
def test_rejects_that_cannot_be_written_stop_before_anything_is_kept(import_text: ImportText, tmp_path: Path) -> None:
    refusal = refusal_of(import_text, THREE, creates_brand=True, rejects_path=tmp_path / "nowhere" / "rejects.csv")

    assert (refusal.code, kept(), Brand.objects.count()) == ("rejects_unwritable", (0, 0, 0, 0), 0)


def test_a_mapping_of_another_kind_is_refused(import_text: ImportText, brand: Brand, mapping_path: Path) -> None:
    mapping_path.write_text(mapping_path.read_text().replace('"purchases"', '"clients"'))

    assert refusal_of(import_text, THREE).code == "mapping_invalid"


@pytest.mark.parametrize(
    "option", ["currency = 3", "create_products = 'yes'", "not_products = 'POST'", "colour = 'red'"]
)
def test_a_wrong_option_is_refused(import_text: ImportText, brand: Brand, mapping_path: Path, option: str) -> None:
    head, _, _ = mapping_path.read_text().partition("[options]")
    mapping_path.write_text(f"{head}[options]\n{option}\n")

    assert (refusal_of(import_text, THREE).code, kept()) == ("mapping_invalid", (0, 0, 0, 0))
