"""The folder of the journal: a folder for each day, a file for each batch, written once and never changed."""

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

Line = dict[str, Any]
ENDING = ".jsonl"


def new_name(at: datetime) -> str:
    """Names sort as they were made; such as ``2026-03-10/140000.000000-5f3a09c2.jsonl``."""
    return f"{at.astimezone(UTC):%Y-%m-%d/%H%M%S.%f}-{secrets.token_hex(4)}{ENDING}"


def write_file(name: str, lines: Iterable[Line]) -> None:
    """On the disk when this returns, the folders too; a file is there whole or not at all. Again is as good as once."""
    path = _root() / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = path.with_suffix(".part")
    with begun.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, sort_keys=True) + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    begun.replace(path)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def read_file(name: str) -> Iterator[Line]:
    with (_root() / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def has_file(name: str) -> bool:
    return (_root() / name).is_file()


def newest_names(most: int) -> list[str]:
    """Of the newest day that has files, its newest ones."""
    for day in sorted(_days(), reverse=True):
        if names := _names(day):
            return names[-most:]
    return []


def all_names() -> list[str]:
    """In the order in which they were made."""
    return [name for day in sorted(_days()) for name in _names(day)]


def _root() -> Path:
    return Path(settings.PRIVACY_JOURNAL_FOLDER)


def _days() -> list[str]:
    return [each.name for each in _root().iterdir() if each.is_dir()] if _root().is_dir() else []


def _names(day: str) -> list[str]:
    return sorted(f"{day}/{name}" for name in os.listdir(_root() / day) if name.endswith(ENDING))  # noqa: PTH208


def _sync(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
