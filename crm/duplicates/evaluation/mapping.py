"""The TOML file that says what the columns of a labelled file mean. See docs/examples/febrl.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crm.duplicates.evaluation.dates import DateForm
from crm.duplicates.evaluation.kinds import KINDS
from crm.ingest.files.toml_file import read_toml, table_of, texts_of, unusable

# What one person has one of; several columns are then read as one text.
SINGLE = ("given_name", "family_name", "full_name", "birth_date", "house_number", "city", "postcode")
SEVERAL = ("email", "phone", "address", "text", "identifier")
KNOWN = frozenset({*SINGLE, *SEVERAL})


@dataclass(frozen=True)
class LabelledForm:
    """How one file is read. ``truth``: the column of the true entity, of which ``pattern`` keeps its first group.

    ``others``: fields that have no name of ours; compared for what they hold.
    """

    columns: dict[str, list[str]]
    others: dict[str, list[str]]
    truth: str
    pattern: re.Pattern[str] | None
    date: DateForm
    file: dict[str, str]

    def named_columns(self) -> set[str]:
        named = [*self.columns.values(), *self.others.values()]
        return {self.truth, *(column for columns in named for column in columns)}

    def with_date(self, date: DateForm) -> "LabelledForm":
        return replace(self, date=date)


@dataclass(frozen=True)
class EvaluationMap:
    """``second`` is the form of the second file, the first one's where the map has no [second].

    ``kinds``: of other fields, where [compare] names them.
    """

    first: LabelledForm
    second: LabelledForm
    kinds: dict[str, str]


def read_map(path: Path) -> EvaluationMap:
    """Raises ImportFileError ``mapping_missing`` or ``mapping_invalid``."""
    return map_from(read_toml(path))


def map_from(content: Mapping[str, Any]) -> EvaluationMap:
    """Check the parsed content of a map. Raises ImportFileError ``mapping_invalid``."""
    _refuse_unknown("the map", content, {"columns", "truth", "file", "second", "compare"})
    second = table_of("second", content)
    _refuse_unknown("[second]", second, {"columns", "truth", "file"})
    sections = {key: value for key, value in content.items() if key not in {"second", "compare"}}
    forms = EvaluationMap(_form(sections), _form({**sections, **second}), _kinds(texts_of("compare", content)))
    for kind in ("text", "identifier"):
        if len(forms.first.columns.get(kind, [])) != len(forms.second.columns.get(kind, [])):
            raise unusable(f"both files need as many {kind} columns, in the same order")
    return forms


def _form(content: Mapping[str, Any]) -> LabelledForm:
    columns = {name: _listed(name, value) for name, value in table_of("columns", content).items()}
    truth, file = texts_of("truth", content), texts_of("file", content)
    _refuse_unknown("[truth]", truth, {"column", "pattern"})
    _refuse_unknown("[file]", file, {"encoding", "delimiter", "date"})
    if not columns or "column" not in truth:
        raise unusable("[columns] and column in [truth] are needed")
    return LabelledForm(
        columns={name: named for name, named in columns.items() if name in KNOWN},
        others={name: named for name, named in columns.items() if name not in KNOWN},
        truth=truth["column"],
        pattern=_pattern(truth.get("pattern")),
        date=DateForm(file.get("date", "")),
        file={name: value for name, value in file.items() if name != "date"},
    )


def _kinds(content: Mapping[str, Any]) -> dict[str, str]:
    if wrong := sorted(name for name, kind in content.items() if kind not in KINDS):
        raise unusable(f"{', '.join(wrong)} in [compare] must be one of {', '.join(KINDS)}")
    return dict(content)


def _listed(name: str, value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise unusable(f"{name} in [columns] must be the name of a column, or a list of names")
    return names


def _pattern(text: str | None) -> re.Pattern[str] | None:
    if text is None:
        return None
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise unusable(f"the pattern in [truth] is not a regular expression: {error}") from error
    if pattern.groups < 1:
        raise unusable("the pattern in [truth] needs a group: what stands in brackets is the entity")
    return pattern


def _refuse_unknown(place: str, names: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(names) - known):
        raise unusable(f"{place} has {', '.join(unknown)}; known are {', '.join(sorted(known))}")
