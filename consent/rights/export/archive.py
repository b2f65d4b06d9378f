"""The archive: ``manifest.json`` (what is in it, what is left out and why), ``data.json``, and a CSV for each table.

Written row by row: a history of any length takes the memory of one row, and of the numbers that other rows point to.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import BinaryIO

from clienteling.lib.formulas import safe_cell
from consent.registry.table import Table
from consent.rights.export.columns import columns_of, left_out_of, tables_in_order
from consent.rights.export.folder import export_folder
from consent.rights.export.rows import Row, Subject
from consent.rights.export.rules import rule_of

FORMAT, VERSION = "clienteling-export", 1
Progress = Callable[[int, int], None]


def tables_for(*, with_inferred: bool) -> list[Table]:
    """What the house concluded belongs into an answer on access, and not into one on portability (WP 242, II)."""
    return [each for each in tables_in_order() if with_inferred or not rule_of(each.model).is_inferred]


def write_archive(
    target: BinaryIO, subject: Subject, *, with_inferred: bool, made_at: datetime, progress: Progress
) -> int:
    """Writes the archive and returns the number of rows; ``progress(tables, rows)`` after each table."""
    counts: dict[str, int] = {}
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        tempfile.TemporaryFile(dir=export_folder()) as spool,
    ):
        spool.write(_head(subject, made_at))
        for number, each in enumerate(tables_for(with_inferred=with_inferred), 1):
            spool.write(b"%s\n%s: [" % (b"," if number > 1 else b"", json.dumps(each.model).encode()))
            counts[each.model] = _write_table(archive, spool, each, subject)
            spool.write(b"]")
            progress(number, sum(counts.values()))
        spool.write(b"\n}}\n")
        _copy(archive, spool)
        archive.writestr("manifest.json", json.dumps(manifest(counts, made_at), indent=1, ensure_ascii=False))
    return sum(counts.values())


def manifest(counts: dict[str, int], made_at: datetime) -> dict[str, object]:
    """By table: how many rows, its columns, whose words they are, what is left out and why."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at.isoformat(),
        "tables": [_described(each, counts[each.model]) for each in tables_in_order() if each.model in counts],
    }


def _described(declared: Table, rows: int) -> dict[str, object]:
    rule = rule_of(declared.model)
    return {
        "table": declared.model,
        "file": f"{declared.model}.csv",
        "rows": rows,
        "columns": [each.name for each in columns_of(declared)],
        "left_out": left_out_of(declared),
        "purposes": list(declared.purposes),
        "kept": declared.retention.words,
        "concluded_by_the_house": rule.is_inferred,
        "not_imported": rule.is_made_again,
    }


def _head(subject: Subject, made_at: datetime) -> bytes:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at.isoformat(),
        "subject": list(subject.uids.values()),
    }
    return json.dumps(head)[:-1].encode() + b', "tables": {'


def _write_table(archive: zipfile.ZipFile, spool: BinaryIO, declared: Table, subject: Subject) -> int:
    names = [each.name for each in columns_of(declared)]
    count = 0
    # The mark by which spreadsheets know UTF-8.
    entry = archive.open(f"{declared.model}.csv", "w", force_zip64=True)
    with io.TextIOWrapper(entry, "utf-8-sig", newline="") as text:
        sheet = csv.writer(text)
        sheet.writerow(names)
        for row in _rows(spool, declared, subject):
            sheet.writerow([_cell(row[name]) for name in names])
            count += 1
    return count


def _rows(spool: BinaryIO, declared: Table, subject: Subject) -> Iterator[Row]:
    """Each row, written to the JSON on its way."""
    for number, row in enumerate(subject.rows_of(declared)):
        spool.write((",\n" if number else "\n").encode() + json.dumps(row, ensure_ascii=False).encode())
        yield row


def _cell(value: object) -> str:
    """Empty for nothing; lists and objects as JSON; never a formula. The exact values are those of ``data.json``."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return safe_cell(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _copy(archive: zipfile.ZipFile, spool: BinaryIO) -> None:
    spool.seek(0)
    with archive.open("data.json", "w", force_zip64=True) as entry:
        while part := spool.read(1 << 16):
            entry.write(part)
