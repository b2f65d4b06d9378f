"""Labelled records out of a CSV file, plain or gzipped, or out of Parquet."""

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from crm.duplicates.evaluation.mapping import SINGLE, LabelledForm
from crm.duplicates.record import Raw, Record, fold_record
from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.reading import BrokenRow, open_table


@dataclass(frozen=True)
class Labelled:
    """``records`` and, at the same places, the ``entities`` they truly are; ``broken``: lines that were no rows."""

    records: list[Record]
    entities: list[str]
    broken: int = 0


def read_labelled(path: Path, form: LabelledForm) -> Labelled:
    """Raises ImportFileError ``file_missing``, ``file_empty``, ``column_missing``, ``parquet_unreadable``."""
    rows = _parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path, form)
    records, entities, broken = [], [], 0
    for number, row in enumerate(rows):
        if row is None:
            broken += 1
            continue
        if number == 0:
            _require_columns(path, form, row)
        records.append(fold_record(_raw(form, row)))
        # Without a label a record is nobody else's duplicate.
        entities.append(_entity(form, row) or f"line {number} of {path}")
    return Labelled(records, entities, broken)


def _csv_rows(path: Path, form: LabelledForm) -> Iterator[dict[str, str] | None]:
    with open_table(path, form.file) as table:
        _require_columns(path, form, table.header)
        for _, cells in table.rows():
            is_row = not isinstance(cells, BrokenRow) and len(cells) == len(table.header)
            yield {name: cell.strip() for name, cell in zip(table.header, cells, strict=True)} if is_row else None  # type: ignore[arg-type]


def _parquet_rows(path: Path) -> Iterator[dict[str, str] | None]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise ImportFileError(
            "parquet_unreadable", "Parquet needs the package pyarrow: pip install pyarrow."
        ) from error
    for batch in parquet.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            yield {name: "" if value is None else str(value).strip() for name, value in row.items()}


def _require_columns(path: Path, form: LabelledForm, present: Iterable[str]) -> None:
    if missing := sorted(form.named_columns() - set(present)):
        raise ImportFileError("column_missing", f"{path} has no column {', '.join(missing)}; the map names it.")


def _raw(form: LabelledForm, row: Mapping[str, str]) -> Raw:
    values = {kind: [row[column] for column in columns] for kind, columns in form.columns.items()}
    single = {kind: " ".join(filter(None, values[kind])) for kind in SINGLE if kind in values}
    single["birth_date"] = form.date.digits(single.get("birth_date", ""))
    return Raw(
        **single,
        emails=tuple(values.get("email", ())),
        phones=tuple(values.get("phone", ())),
        address=tuple(values.get("address", ())),
        texts=tuple(values.get("text", ())),
        identifiers=tuple(values.get("identifier", ())),
    )


def _entity(form: LabelledForm, row: Mapping[str, str]) -> str:
    written = row[form.truth]
    if form.pattern is None:
        return written
    found = form.pattern.search(written)
    return found.group(1) if found else ""
