"""The servers' own logs: bounded, and shown when a start fails."""

from pathlib import Path

LARGEST = 5 * 1024 * 1024


def rotate(log: Path) -> None:
    """Keep one earlier file once a log has grown beyond LARGEST bytes."""
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_suffix(".1.log"))


def tail(log: Path, *, lines: int = 5) -> str:
    if not log.exists():
        return f"It left no log at {log}."
    last = log.read_text(errors="replace").strip().splitlines()[-lines:]
    return f"The end of {log}: " + " / ".join(last)
