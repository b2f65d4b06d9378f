"""Files of JSON Lines: nested values by their path, numbers as they are written, broken lines refused alone."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.cells import LIST_MARK
from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.jsonl import paths_of
from crm.ingest.files.lines import LONGEST_LINE
from crm.ingest.files.mapping import FILE_DEFAULTS
from crm.ingest.files.reading import BrokenRow, open_table


def rows_of(path: Path, *columns: str) -> list[Any]:
    with open_table(path, FILE_DEFAULTS, columns) as table:
        return [(line, row.error.code if isinstance(row, BrokenRow) else row) for line, row in table.rows()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.jsonl"


def test_values_are_named_by_their_path(path: Path) -> None:
    path.write_text(
        '{"a": {"b": "x"}, "n": 0.10, "big": 12345678901234567890, "yes": true, "no": null, "p.q": "dot"}\n'
    )

    assert rows_of(path, "a.b", "n", "big", "yes", "no", "p.q", "a", "none.such") == [
        (1, ["x", "0.10", "12345678901234567890", "true", "", "dot", '{"b":"x"}', ""])
    ]


def test_a_list_keeps_its_items_apart(path: Path) -> None:
    path.write_bytes(gzip.compress(b'{"tags": ["a|b", "c"]}\n'))

    assert rows_of(path, "tags") == [(1, [f"{LIST_MARK}a|b{LIST_MARK}c"])]


def test_a_line_that_is_no_object_is_refused_alone(path: Path) -> None:
    path.write_text('{"a": "1"}\n\n[1]\n{"a": \n{"a": "2"}\n')

    assert rows_of(path, "a") == [(1, ["1"]), (3, "json_invalid"), (4, "json_invalid"), (5, ["2"])]


def test_the_paths_of_the_first_lines_are_found() -> None:
    assert paths_of(['{"a": {"b": 1, "c": {}}, "d": [1]}', "no object", '{"e": 2}']) == ["a.b", "a.c", "d", "e"]


@pytest.mark.parametrize("beginning", ["{", "a,b\n"], ids=["json", "separated"])
def test_a_line_without_an_end_does_not_fill_the_memory(path: Path, beginning: str) -> None:
    path.write_text(beginning + "x" * (LONGEST_LINE + 10))

    with pytest.raises(ImportFileError) as refusal:
        rows_of(path, "a")

    assert refusal.value.code == "line_too_long"
