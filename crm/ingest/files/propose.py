"""A mapping for a file that nobody has described yet."""

from pathlib import Path
from typing import Any

from django.utils.text import slugify

from crm.ingest.files.guess import guess_columns, guess_kind
from crm.ingest.files.kinds.registry import kind_named, kinds
from crm.ingest.files.looks import date_form, decimal_sign, file_form
from crm.ingest.files.sample import Sample, read_sample


def propose_mapping(path: Path, *, file_name: str, kind: str = "", zone: str = "UTC") -> dict[str, Any]:
    """The content of a mapping file: kind (guessed where it is not said), columns, and how the file is written.

    Raises ImportFileError for a file that cannot be read at all.
    """
    form = file_form(path) | {"timezone": zone}
    sample = read_sample(path, form)
    guess = guess_columns(sample, kind_named(kind)) if kind else guess_kind(sample, kinds().values(), file_name)
    form |= _forms(sample, guess.kind, guess.columns)
    return {
        "kind": guess.kind,
        "source": slugify(Path(file_name.removesuffix(".gz")).stem)[:40] or "file",
        "file": form,
        "columns": guess.columns,
    }


def _forms(sample: Sample, kind: str, columns: dict[str, str]) -> dict[str, str]:
    """The form of its dates and numbers, from the columns that were taken for such."""
    looks = {each.name: each.looks for each in kind_named(kind).fields}
    moments = [column for name, column in columns.items() if looks.get(name) == "moment"]
    days = [column for name, column in columns.items() if looks.get(name) == "day"]
    numbers = [
        value for name, column in columns.items() if looks.get(name) == "number" for value in sample.values_of(column)
    ]
    decimal, thousands = decimal_sign(numbers)
    form = {"decimal": decimal, "thousands": thousands}
    if dated := moments or days:
        form["date"] = date_form(sample.values_of(dated[0]))
    return form
