"""Packages of npm that tests run unchanged, each folder by its own lock."""

import shutil
import subprocess
from pathlib import Path

import pytest

from clienteling.engines.locks import exclusive


def packages_of(folder: Path) -> Path:
    """The folder ``node_modules``, installed by whoever asks first while the others wait: npm shares no folder.

    A copy of the lock as it was installed lies in it: npm asks for nothing when it is the same.
    """
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no Node.js with npm on this machine; on Debian: apt-get install nodejs npm")
    lock, stamp = folder / "package-lock.json", folder / "node_modules" / ".installed-lock.json"
    with exclusive(folder / ".installing"):
        if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
            done = subprocess.run(["npm", "ci"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                pytest.skip(f"npm could not install what {lock} names: {done.stderr[-500:]}")
            shutil.copyfile(lock, stamp)
    return stamp.parent
