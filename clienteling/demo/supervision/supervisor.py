"""Keep a set of children running until somebody asks for the end, and then end them all."""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from clienteling.demo.supervision.child import Child
from clienteling.demo.supervision.child_logs import bound_log, last_lines
from clienteling.demo.supervision.leftovers import write_processes

PATIENCE = 10.0
GLANCE = 0.2
KEEP_UP_EVERY = 3.0


@dataclass
class Supervisor:
    """`processes` is the file that notes the children for the next start; `tell` prints a line.

    `keep_up` is called every few seconds, for what the children stand on.
    """

    children: Sequence[Child]
    processes: Path
    tell: Callable[[str], None]
    keep_up: Callable[[], None] = lambda: None
    is_asked_to_end: bool = field(default=False)

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and SIGHUP as the wish to end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_end)

    def _ask_to_end(self, number: int, frame: FrameType | None) -> None:
        self.is_asked_to_end = True

    def start(self) -> None:
        for child in self.children:
            child.start()
        write_processes(self.processes, self.children)

    def watch(self, until: Callable[[], bool] | None = None) -> None:
        """Look after the children until the end is asked for, or until `until` is true."""
        kept_up = time.monotonic()
        while not self.is_asked_to_end and not (until and until()):
            if time.monotonic() - kept_up > KEEP_UP_EVERY:
                self.keep_up()
                kept_up = time.monotonic()
            for child in self.children:
                self._look_after(child)
            time.sleep(GLANCE)

    def _look_after(self, child: Child) -> None:
        bound_log(child.log)
        if child.is_running:
            return
        if child.again_at > child.began:
            if time.monotonic() >= child.again_at:
                child.start()
                write_processes(self.processes, self.children)
            return
        code = child.process.returncode if child.process else None
        pause = child.note_death()
        self.tell(f"{child.name} ended by itself ({_reason(code)}) and starts again in {pause:.0f} s; {child.log}:")
        self.tell(last_lines(child.log))

    def end(self) -> None:
        """End every child and what it started: asked first, forced after PATIENCE seconds."""
        for child in self.children:
            child.end_group(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.is_running for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            # Also for those that ended in time: a worker process may have outlived its parent.
            child.end_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self.processes.unlink(missing_ok=True)


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"status {code}"
