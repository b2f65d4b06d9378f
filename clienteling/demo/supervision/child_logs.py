"""The children's logs: bounded while they are being written to."""

import shutil
from pathlib import Path

LARGEST = 5 * 1024 * 1024


def bound_log(log: Path) -> None:
    """Move a log's content to `NAME.1.log` once it has grown beyond LARGEST bytes.

    The child keeps its open file: it appends, so after the cut it goes on at the beginning.
    """
    if log.exists() and log.stat().st_size > LARGEST:
        shutil.copyfile(log, log.with_suffix(".1.log"))
        with log.open("r+b") as file:
            file.truncate()


def last_lines(log: Path, count: int = 12) -> str:
    """Return the end of a log, indented for the terminal."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])
