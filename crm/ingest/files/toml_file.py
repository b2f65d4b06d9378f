"""A mapping as somebody wrote it by hand, in TOML: read, and refused in words where it cannot be used."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm.ingest.files.errors import ImportFileError


def read_toml(path: Path) -> dict[str, Any]:
    """Raises ImportFileError ``mapping_missing`` or ``mapping_invalid``."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ImportFileError("mapping_missing", f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise unusable(f"{path} is not TOML: {error}") from error


def table_of(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """An empty one where there is none. Raises ImportFileError ``mapping_invalid``."""
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise unusable(f"{name} must be a table")
    return table


def texts_of(name: str, content: Mapping[str, Any]) -> dict[str, str]:
    """A table of texts. Raises ImportFileError ``mapping_invalid``."""
    table = table_of(name, content)
    for key, value in table.items():
        if not isinstance(value, str):
            raise unusable(f"{key} in [{name}] must be a text, written in quotes")
    return table


def unusable(what: str) -> ImportFileError:
    return ImportFileError("mapping_invalid", f"The mapping is not usable: {what}.")
