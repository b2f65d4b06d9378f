"""How far an import is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from crm.ingest.files.importing import Progress

# Seconds between two lines where there is no terminal.
EVERY = 5.0


@contextmanager
def shown_progress(path: Path, out: TextIO | None = None) -> Iterator[Progress]:
    """Give a function that shows progress: it takes lines settled, and bytes read of the file at ``path``.

    ``out``: standard error by default, so that what a script reads is the report alone.
    """
    out = out or sys.stderr
    size = path.stat().st_size if path.is_file() else 0
    if not out.isatty():
        yield _Lines(size, out).show
        return
    with tqdm(total=size, unit="B", unit_scale=True, desc=path.name, file=out, leave=False) as bar:

        def show(rows: int, position: int) -> None:
            bar.set_postfix_str(f"{rows:,} lines", refresh=False)
            bar.update(position - bar.n)

        yield show


class _Lines:
    """Plain lines for logs."""

    def __init__(self, size: int, out: TextIO) -> None:
        self._size, self._out = size, out
        self._started = self._last = time.monotonic()

    def show(self, rows: int, position: int) -> None:
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        share, rate = position / max(self._size, 1), rows / (now - self._started)
        self._out.write(f"{rows:,} lines, {share:.0%} of the file, {rate:,.0f} lines a second\n")
        self._out.flush()
