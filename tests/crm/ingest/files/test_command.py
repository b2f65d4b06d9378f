"""``manage.py import`` as a person sees it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crm.ingest.files import progress
from crm.models import Brand, Purchase
from tests.crm.ingest.files.conftest import file_of, receipt_line

CONTENT = file_of(receipt_line(), receipt_line("R1", pieces="-1", client=""), receipt_line("1002", pieces="x"))


@pytest.fixture
def run(tmp_path: Path, mapping_path: Path, brand: Brand) -> Any:
    """Run the command on CONTENT, or on another text, and return what it prints."""

    def call(*options: str, content: str = CONTENT) -> list[str]:
        path, out = tmp_path / "till.csv", StringIO()
        path.write_text(content, "utf-8")
        call_command(
            "import", "purchases", str(path), "--map", str(mapping_path), "--brand", "AURELLE", *options,
            stdout=out, stderr=StringIO(),
        )  # fmt: skip
        return out.getvalue().splitlines()

    return call


def test_an_import_prints_totals_changes_and_rejects(run: Any) -> None:
    assert run()[:-1] == [
        "till.csv, for AURELLE (Aurelle)",
        "  lines                                    3",
        "  invoices                                 2",
        "  of which cancelled                       1",
        "  clients                                  1",
        "  lines without a customer                 1",
        "  net                                   0.00 EUR",
        "New: 2 purchases, 2 lines, 1 clients, 1 products.",
        "Rejected: 1 lines (quantity_invalid 1). The others are kept.",
        "  line 4: quantity_invalid: “x” is not a number",
        "Add --rejects FILE to have all of them in a file."
        " Correct the file and import it again: only what is not kept yet is added.",
    ]


def test_the_same_file_again_says_that_nothing_changed(run: Any) -> None:
    first = run()

    again = run("--resume")

    assert again[:7] == first[:7]
    assert again[7] == (
        "This file was imported before: 0 purchases, 0 lines, 0 clients, 0 products new. Nothing changed."
    )


def test_rejects_go_to_the_file_that_is_asked_for(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"

    run("--rejects", str(path))

    assert path.read_text("utf-8").splitlines() == ["line,code,reason", "4,quantity_invalid,“x” is not a number"]


def test_a_wrong_column_ends_the_command_with_its_code(run: Any) -> None:
    with pytest.raises(CommandError, match=r"^column_missing: The file has no column 'Pieces'\."):
        run(content=CONTENT.replace("Pieces", "Quantity"))

    assert Purchase.objects.count() == 0


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out, clock = tmp_path / "till.csv", StringIO(), iter([0.0, 1.0, 10.0])
    path.write_bytes(b"x" * 1000)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))

    with progress.shown_progress(path, out) as show:
        show(1_000, 100)
        show(20_000, 500)

    assert out.getvalue() == "20,000 lines, 50% of the file, 2,000 lines a second\n"
