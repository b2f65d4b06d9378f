import gzip
from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.mapping import FILE_DEFAULTS
from crm.ingest.files.reading import BrokenRow, file_sha256, open_table

HEADER = b"Receipt,Text\n"


def rows_of(path: Path, **form: str) -> list[Any]:
    """The rows with their line numbers, a broken row by the code of its error."""
    with open_table(path, FILE_DEFAULTS | form) as table:
        return [(line, row.error.code if isinstance(row, BrokenRow) else row) for line, row in table.rows()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_rows_come_with_the_number_of_their_line(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + HEADER + b'1,Tote\r\n\n2,"Scarf,\nsilk"\n3,Ring')

    assert rows_of(path) == [(2, ["1", "Tote"]), (5, ["2", "Scarf,\nsilk"]), (6, ["3", "Ring"])]


def test_a_gzipped_file_is_recognised_without_its_name(path: Path) -> None:
    path.write_bytes(gzip.compress(HEADER + b"1,Tote\n"))

    assert rows_of(path) == [(2, ["1", "Tote"])]


def test_a_line_in_another_encoding_is_refused_and_the_next_is_read(path: Path) -> None:
    path.write_bytes(HEADER + b"1,Caf\xe9\n" + "2,Café\n".encode())

    assert rows_of(path) == [(2, "encoding_invalid"), (3, ["2", "Café"])]


def test_the_encoding_of_the_mapping_is_used(path: Path) -> None:
    path.write_bytes(HEADER + "1,丝巾\n".encode("gb18030"))

    assert rows_of(path, encoding="gb18030") == [(2, ["1", "丝巾"])]


def test_a_nul_character_refuses_its_line_only(path: Path) -> None:
    path.write_bytes(HEADER + b"1,To\0te\n2,Scarf\n")

    assert rows_of(path) == [(2, "character_invalid"), (3, ["2", "Scarf"])]


def test_a_quotation_mark_in_the_middle_refuses_its_line_only(path: Path) -> None:
    path.write_bytes(HEADER + b'1,"12" ruler"\n2,Scarf\n')

    assert rows_of(path) == [(2, "quoting_invalid"), (3, ["2", "Scarf"])]


def test_a_quotation_mark_that_is_never_closed_says_which_lines_it_swallowed(path: Path) -> None:
    path.write_bytes(HEADER + b'1,Tote\n2,"Scarf\n3,Ring\n')

    with open_table(path, FILE_DEFAULTS) as table:
        rows = list(table.rows())

    assert rows[0] == (2, ["1", "Tote"])
    broken = rows[1][1]
    assert isinstance(broken, BrokenRow)
    assert broken.error.reason.startswith("lines 3 to 4: ")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"Receipt,Receipt\n", "column_ambiguous"),
        (b"Re\xe9,Text\n", "encoding_invalid"),
        ("Receipt,Text\n1,Tote\n".encode("utf-16"), "encoding_invalid"),
    ],
)
def test_a_file_that_cannot_be_begun_is_refused_with_its_code(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)

    with pytest.raises(ImportFileError) as refusal:
        rows_of(path)

    assert refusal.value.code == code


def test_a_truncated_gzip_is_refused_after_the_rows_before_the_damage(path: Path) -> None:
    content = gzip.compress(HEADER + b"".join(b"%d,Tote\n" % number for number in range(50_000)))
    path.write_bytes(content[: len(content) // 2])
    read = []

    with pytest.raises(ImportFileError) as refusal, open_table(path, FILE_DEFAULTS) as table:
        read.extend(table.rows())

    assert (refusal.value.code, read[0], len(read) > 100) == ("file_broken", (2, ["0", "Tote"]), True)


def test_a_missing_file_is_refused_by_name(path: Path) -> None:
    codes = []
    for call in (lambda: rows_of(path), lambda: file_sha256(path)):
        with pytest.raises(ImportFileError) as refusal:
            call()
        codes.append(refusal.value.code)

    assert codes == ["file_missing", "file_missing"]
