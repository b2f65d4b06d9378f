"""Where the columns of a mapping stand in a file."""

from collections.abc import Iterable, Mapping

from crm.ingest.files.errors import ImportFileError


def column_indexes(columns: Mapping[str, str], header: list[str]) -> dict[str, int]:
    """Field to index in the file. Raises ImportFileError ``column_missing``, which lists what is there."""
    missing = _missing(columns.values(), header)
    if missing:
        raise ImportFileError(
            "column_missing",
            f"The file has no column {', '.join(map(repr, missing))}. It has: {', '.join(map(repr, header))}.",
        )
    return {name: header.index(column) for name, column in columns.items()}


def _missing(columns: Iterable[str], header: list[str]) -> list[str]:
    return sorted(set(columns) - set(header))
