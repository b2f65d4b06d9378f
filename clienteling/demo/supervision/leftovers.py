"""The processes of an earlier run, which a kill -9 of the supervisor may have left.

A process is known by its number and the moment it began, so that a stranger who was given the number later
is never touched.
"""

import json
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from clienteling.demo.supervision.child import Child
from clienteling.engines.process import started_at, wait_until_gone

PATIENCE = 10.0


def write_processes(file: Path, children: Iterable[Child]) -> None:
    """Note the running children, for the next start."""
    noted = [{"name": child.name, "pid": child.process.pid, "mark": child.mark} for child in children if child.process]
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(noted))
    fresh.replace(file)


def end_leftovers(file: Path) -> list[str]:
    """End what is left of an earlier run; returns the names of those that had to be ended."""
    noted = json.loads(file.read_text()) if file.exists() else []
    ended = [entry["name"] for entry in noted if _end(entry["pid"], entry["mark"])]
    file.unlink(missing_ok=True)
    return ended


def _end(pid: int, mark: str) -> bool:
    if not mark or started_at(pid) != mark:
        return False
    for number, seconds in ((signal.SIGTERM, PATIENCE), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.killpg(pid, number)
        if wait_until_gone(pid, mark=mark, seconds=seconds):
            return True
    return True
