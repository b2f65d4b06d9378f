"""A mapping for a file that needs none: its columns have the names of the fields."""

from pathlib import Path

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.kinds import Kind
from crm.ingest.files.mapping import FILE_DEFAULTS, Mapping, mapping_from
from crm.ingest.files.sample import read_sample

SOURCE = "file"


def mapping_by_names(kind: type[Kind], path: Path) -> Mapping:
    """Every column that has a field's own name. Raises ImportFileError ``mapping_missing`` when none has."""
    sample = read_sample(path, FILE_DEFAULTS)
    names = {each.name for each in kind.fields}
    columns = {column: column for column in sample.header if _is_named(column, names)}
    if not columns:
        known = ", ".join(sorted(names))
        raise ImportFileError("mapping_missing", f"No column has the name of a field ({known}); say --map FILE.toml.")
    return mapping_from({"kind": kind.name, "source": SOURCE, "columns": columns})


def _is_named(column: str, names: set[str]) -> bool:
    prefix, dot, rest = column.partition(".")
    return column in names or bool(rest) and prefix + dot in names
