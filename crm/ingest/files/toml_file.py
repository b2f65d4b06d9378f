"""A TOML file that somebody wrote by hand."""

import tomllib
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
        raise ImportFileError("mapping_invalid", f"{path} is not TOML: {error}.") from error
