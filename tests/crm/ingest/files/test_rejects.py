from pathlib import Path

from crm.ingest.files.errors import Reject
from crm.ingest.files.rejects import RejectLog


def test_rejects_stand_in_the_file_in_the_order_of_their_lines(tmp_path: Path) -> None:
    with RejectLog(tmp_path / "rejects.csv") as log:
        log.write([Reject(9, "quantity_zero", "the quantity is zero"), Reject(3, "sku_missing", "the sku is empty")])

    assert (tmp_path / "rejects.csv").read_text().splitlines() == [
        "line,code,reason",
        "3,sku_missing,the sku is empty",
        "9,quantity_zero,the quantity is zero",
    ]


def test_rejects_are_in_the_file_before_it_is_closed(tmp_path: Path) -> None:
    log = RejectLog(tmp_path / "rejects.csv")

    log.write([Reject(3, "sku_missing", "the sku is empty")])

    assert (tmp_path / "rejects.csv").read_text().splitlines()[1:] == ["3,sku_missing,the sku is empty"]
    log.__exit__(None, None, None)


def test_a_resumed_run_keeps_rejects_of_settled_lines_and_cuts_off_the_others(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text("line,code,reason\n3,sku_missing,empty\n9,sku_missing,empty\n11,quanti")

    with RejectLog(path, settled=8) as log:
        log.write([Reject(10, "sku_missing", "empty")])

    assert path.read_text().splitlines() == ["line,code,reason", "3,sku_missing,empty", "10,sku_missing,empty"]


def test_without_a_file_the_first_few_are_remembered() -> None:
    with RejectLog(None) as log:
        for line in range(2, 12):
            log.write([Reject(line, "sku_missing", "the sku is empty")])

    assert [each.line for each in log.examples] == [2, 3, 4, 5, 6]
