"""Labelled records out of one file or two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crm.duplicates.evaluation.kinds import as_compared, kind_of
from crm.duplicates.evaluation.mapping import SINGLE, EvaluationMap, LabelledForm
from crm.duplicates.evaluation.tables import Row, rows_of
from crm.duplicates.record import Raw, Record, fold_record

# Whole numbers that went through a table of floats.
_WHOLE = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True)
class Labelled:
    """``records`` and, at the same places, the ``entities`` they truly are; ``broken``: lines that were no rows.

    ``split``: where the records of a second file begin. ``kinds``: of the columns that have no name of ours.
    """

    records: list[Record]
    entities: list[str]
    broken: int = 0
    split: int | None = None
    kinds: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    path: Path
    form: LabelledForm
    rows: list[Row]
    broken: int


def read_labelled(paths: Sequence[Path], forms: EvaluationMap) -> Labelled:
    """One or two files. Raises ImportFileError, see ``rows_of``."""
    files = [_read(path, form) for path, form in zip(paths, (forms.first, forms.second), strict=False)]
    others = sorted({name for each in files for name in each.form.others})
    kinds = {name: forms.kinds.get(name) or _kind(files, name) for name in others}
    records = [[fold_record(_raw(each.form, row, kinds)) for row in each.rows] for each in files]
    return Labelled(
        records=[record for part in records for record in part],
        entities=[entity for each in files for entity in _entities(each)],
        broken=sum(each.broken for each in files),
        split=len(records[0]) if len(files) == 2 else None,
        kinds=kinds,
    )


def _read(path: Path, form: LabelledForm) -> _File:
    rows = list(rows_of(path, form.file, form.named_columns()))
    whole = [{name: _cleaned(value) for name, value in row.items()} for row in rows if row is not None]
    dates = [row[column] for row in whole for column in form.columns.get("birth_date", ())]
    return _File(path, form.with_date(form.date.learnt_from(dates)), whole, len(rows) - len(whole))


def _cleaned(value: str) -> str:
    found = _WHOLE.fullmatch(value)
    return found[1] if found else value


def _kind(files: Sequence[_File], name: str) -> str:
    values = [row[column] for each in files for column in each.form.others.get(name, ()) for row in each.rows]
    return kind_of(values, files[0].form.date)


def _raw(form: LabelledForm, row: Row, kinds: dict[str, str]) -> Raw:
    values = {kind: [row[column] for column in columns] for kind, columns in form.columns.items()}
    single = {kind: " ".join(filter(None, values[kind])) for kind in SINGLE if kind in values}
    single["birth_date"] = form.date.digits(single.get("birth_date", ""))
    others = {
        name: as_compared(" ".join(row[column] for column in form.others.get(name, ())), kind, form.date)
        for name, kind in kinds.items()
    }
    return Raw(
        **single,
        emails=tuple(values.get("email", ())),
        phones=tuple(values.get("phone", ())),
        address=tuple(values.get("address", ())),
        texts=(*values.get("text", ()), *(others[name] for name, kind in kinds.items() if kind != "identifier")),
        identifiers=(
            *values.get("identifier", ()), *(others[name] for name, kind in kinds.items() if kind == "identifier")
        ),
    )  # fmt: skip


def _entities(file: _File) -> list[str]:
    # Without a label a record is nobody else's duplicate.
    return [_entity(file.form, row) or f"row {number} of {file.path}" for number, row in enumerate(file.rows)]


def _entity(form: LabelledForm, row: Row) -> str:
    written = row[form.truth]
    if form.pattern is None:
        return "" if written.lower() in {"nan", "none", "null"} else written
    found = form.pattern.search(written)
    return (found.group(1) or "") if found else ""
