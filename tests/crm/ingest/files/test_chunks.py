from collections.abc import Iterator

import pytest

from crm.ingest.files.chunks import chunks, key_of, read_ahead
from crm.ingest.files.errors import CellError
from crm.ingest.files.reading import BrokenRow, Row


def rows_of(keys: str) -> list[Row]:
    return [(number, [key]) for number, key in enumerate(keys, 2)]


def keys_of(found: Iterator[list[Row]]) -> list[str]:
    return ["".join(key_of(row, 0) for row in chunk) for chunk in found]


def test_neighbours_of_one_receipt_stay_in_one_chunk() -> None:
    found = chunks(rows_of("aabbbccd"), size=4, column=0, cut_after=0)

    assert keys_of(found) == ["aa", "bbb", "ccd"]


def test_a_receipt_longer_than_a_chunk_gets_a_second_and_is_cut_after_that() -> None:
    found = chunks(rows_of("aaaaaaabb"), size=3, column=0, cut_after=0)

    assert keys_of(found) == ["aaaaaa", "a", "bb"]


def test_a_chunk_ends_where_an_interrupted_run_stood() -> None:
    found = chunks(rows_of("aabbbccd"), size=6, column=0, cut_after=6)

    assert keys_of(found) == ["aabbb", "ccd"]


def test_the_key_of_a_broken_or_short_row_is_what_can_be_read() -> None:
    broken = BrokenRow(["a"], CellError("encoding_invalid", "line 2 is not utf-8"))

    assert [key_of((2, broken), 0), key_of((2, broken), 3)] == ["a", ""]


def test_reading_ahead_keeps_the_order() -> None:
    assert list(read_ahead(lambda: iter(range(100)))) == list(range(100))


def test_an_error_in_the_reading_thread_is_raised_here_after_what_came_before() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("the disk")

    read = []
    with pytest.raises(ValueError, match="the disk"):
        read.extend(read_ahead(items))
    # extend() keeps nothing of an iterator that fails, so ask once more, one by one.
    assert next(read_ahead(items)) == 1


def test_the_reading_thread_ends_when_nobody_reads_any_more() -> None:
    ended = []

    def items() -> Iterator[int]:
        try:
            yield from range(1_000)
        finally:
            ended.append(True)

    reading = read_ahead(items)
    next(reading)
    reading.close()  # type: ignore[attr-defined]

    assert ended == [True]
