"""`python -m clienteling.demo.supervision.launch PARENT COMMAND ...`: a command that ends with its parent.

On Linux the kernel is asked to send SIGTERM when the parent dies, and the command takes this process's place.
Elsewhere this process stays, looks at its parent twice a second, and ends the command's group.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
PATIENCE = 10.0


def main(words: list[str]) -> int:
    parent, command = int(words[0]), words[1:]
    if sys.platform == "linux":
        return _become(parent, command)
    return _watch(parent, command)


def _become(parent: int, command: list[str]) -> int:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the kernel was asked.
    if os.getppid() == parent:
        os.execvp(command[0], command)  # noqa: S606
    return 1


def _watch(parent: int, command: list[str]) -> int:
    child = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
    while child.poll() is None:
        if os.getppid() != parent:
            return _end(child)
        time.sleep(0.5)
    return child.returncode


def _end(child: "subprocess.Popen[bytes]") -> int:
    child.terminate()
    try:
        return child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(os.getpgrp(), signal.SIGKILL)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
