"""What is known of a process from its number alone: numbers are reused, so a number is never trusted."""

import subprocess
import time
from pathlib import Path


def command_of(pid: int) -> str:
    """Return the command line of a living process, or "" when there is none (a zombie has none either)."""
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            return (proc / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return "" if "<defunct>" in shown.stdout else shown.stdout.strip()


def started_at(pid: int) -> str:
    """Return a mark of the moment a process began ("" when it is gone): pid and mark together name it for ever."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        try:
            # Field 22, counted after the command's closing bracket since the command may hold spaces.
            return stat.read_text().rpartition(")")[2].split()[19]
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return shown.stdout.strip()


def _has_ended(pid: int) -> bool:
    """A zombie has: only its parent's question is missing. An empty command line alone says nothing: it is also
    that of a process amid execve, or of one that is still being taken apart."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0] in "ZX"
        except OSError:
            return True
    return not command_of(pid)


def wait_until_gone(pid: int, *, mark: str, seconds: float) -> bool:
    """Whether the process that began at ``mark`` ended within so many seconds."""
    deadline = time.monotonic() + seconds
    while started_at(pid) == mark and not _has_ended(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
