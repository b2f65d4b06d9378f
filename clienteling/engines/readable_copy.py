"""For root: a copy of a wheel's programs where the servers' unprivileged user may read them.

The wheel may lie under a home folder that is closed to others; opening that folder would be wrong, so the
programs are copied to a folder of root's that everybody may read and only root may change.
"""

import hashlib
import os
import shutil
from pathlib import Path

from .locks import exclusive
from .place import shared_home

# Headers and static libraries are two thirds of the wheel, and no server needs them.
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "*.py", "*.pyc", "__pycache__", "pkgconfig")


def readable_copy(package: Path) -> Path:
    """Return a folder holding copies of `package` and of its shared libraries, side by side as in the wheel.

    The copy is named by the wheel's version and is made once; a half-made one is never used.
    """
    shared_home().mkdir(parents=True, exist_ok=True)
    target = shared_home() / "programs" / _fingerprint(package)
    if target.exists():
        return target
    with exclusive(shared_home() / "programs.lock"):
        if not target.exists():
            _copy(package, target)
    return target


def _copy(package: Path, target: Path) -> None:
    making = target.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    # The run path in the programs is relative, so the libraries keep their place beside the package.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, making / source.name, symlinks=True, ignore=NOT_NEEDED)
    _open_to_readers(making)
    _open_to_readers(target.parent, deep=False)
    making.rename(target)


def _open_to_readers(top: Path, *, deep: bool = True) -> None:
    # copytree keeps the modes of a wheel that was installed under a strict umask.
    top.chmod(0o755)
    for folder, folders, files in os.walk(top) if deep else ():
        for name in folders:
            (Path(folder) / name).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _fingerprint(package: Path) -> str:
    """Name the wheel's exact files: its RECORD holds the hash of each of them."""
    records = sorted(package.parent.glob(f"{package.name}-*.dist-info/RECORD"))
    content = records[0].read_bytes() if records else os.fsencode(package)
    return f"{package.name}-{hashlib.sha256(content).hexdigest()[:12]}"
