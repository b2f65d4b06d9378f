"""One process of the demonstration: started, ended, and started again when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from clienteling.engines.place import PROJECT
from clienteling.engines.process import started_at

LONGEST_PAUSE = 30.0
# A process that lived this long was healthy: its next death begins a new count.
HEALTHY_AFTER = 60.0


@dataclass
class Child:
    """`command` and `environment` as for subprocess; `log` takes both of its streams."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    mark: str = ""
    began: float = 0.0
    deaths: int = field(default=0)
    again_at: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C in a terminal reaches the supervisor alone."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        launcher = [sys.executable, "-m", "clienteling.demo.supervision.launch", str(os.getpid())]
        with os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.process = subprocess.Popen(
                [*launcher, *self.command],
                cwd=PROJECT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.mark = started_at(self.process.pid)
        self.began = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> float:
        """Count a death and return the seconds until the next start: 1, 2, 4, and so on up to LONGEST_PAUSE."""
        self.deaths = 1 if time.monotonic() - self.began > HEALTHY_AFTER else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1))
        self.end_group(signal.SIGKILL)
        self.process = None
        self.again_at = time.monotonic() + pause
        return pause

    def end_group(self, number: int) -> None:
        """Send a signal to the process and to whatever it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
