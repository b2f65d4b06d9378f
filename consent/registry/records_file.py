"""The records of processing as a file: JSON as a whole, CSV with one line for each purpose and category of data."""

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

from consent.registry.records import Record, Records

COLUMNS = (
    "purpose", "name", "basis", "people", "category", "sensitive", "fields", "recipients", "regions", "limits"
)  # fmt: skip


def as_json(records: Records) -> str:
    content = {
        "made_at": records.made_at.isoformat(),
        "controller": {each.words: each.value or None for each in records.controller},
        "records": [_record(each) for each in records.records],
        "transfers": [
            {"from": each.from_region, "to": each.to_region, "ground": each.ground, "document": each.document or None}
            for each in records.transfers
        ],
        "security_measures": [{"measure": each.words, "in_force": each.is_met} for each in records.measures],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_csv(records: Records) -> str:
    """A purpose that no table serves has one line without a category."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for record in records.records:
        for line in _lines(record):
            writer.writerow(_safe(cell) for cell in line)
    return file.getvalue()


FORMATS: dict[str, tuple[Callable[[Records], str], str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def _record(record: Record) -> dict[str, Any]:
    return {
        "purpose": record.code,
        "name": record.name,
        "lawful_basis": record.basis,
        "clients_are_asked": record.is_asked,
        "people": list(record.people),
        "data": [
            {"category": each.name, "sensitive": each.is_sensitive, "fields": list(each.fields)}
            for each in record.categories
        ],
        "recipients": [
            {"name": each.name, "kind": each.kind, "told": each.told, "region": each.region or None}
            for each in record.recipients
        ],
        "time_limits": list(record.limits),
        "tables": [
            {
                "table": each.model,
                "retention": each.retention.code,
                "erasure": each.erasure.code,
                "because": each.because,
            }
            for each in record.tables
        ],
    }


def _lines(record: Record) -> Sequence[tuple[str, ...]]:
    start = (record.code, record.name, record.basis, "; ".join(record.people))
    end = (
        "; ".join(each.name for each in record.recipients),
        "; ".join(sorted({each.region for each in record.recipients if each.region})),
        "; ".join(record.limits),
    )
    found = [
        (*start, each.name, "yes" if each.is_sensitive else "no", " ".join(each.fields), *end)
        for each in record.categories
    ]
    return found or [(*start, "", "", "", *end)]


def _safe(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; names of recipients are typed by people."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
