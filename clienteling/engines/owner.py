"""The system user that the servers run as, and the folders that are made for it."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EngineError
from .place import Place, is_root, shared_home

USER = "clienteling"


@dataclass(frozen=True)
class Owner:
    """Who owns the data. `spawn` holds the arguments that make subprocess run a program as that user."""

    uid: int
    gid: int

    @property
    def spawn(self) -> dict[str, Any]:
        base: dict[str, Any] = {"cwd": "/", "env": _environment(), "stdin": subprocess.DEVNULL}
        if os.geteuid() == self.uid:
            return base
        return base | {"user": self.uid, "group": self.gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    # initdb inherits the locale, and libpq's own variables would lead it elsewhere: hand over neither.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def server_owner(place: Place) -> Owner:
    """Find the user for the servers: oneself, or for root the owner of existing data, else a system user.

    Raises EngineError when root has no other user to hand the server to.
    """
    if not is_root():
        return Owner(os.geteuid(), os.getegid())
    for data in (place.postgres_data, place.valkey_data):
        # Data that came with a volume keeps its owner, whatever number a new user would get here.
        if data.exists() and data.stat().st_uid != 0:
            return Owner(data.stat().st_uid, data.stat().st_gid)
    entry = _find_user(USER) or _create_user() or _find_user("nobody")
    if entry is None or entry.pw_uid == 0:
        raise EngineError(f"PostgreSQL refuses to run as root: create a user called {USER} for it.")
    return Owner(entry.pw_uid, entry.pw_gid)


def _find_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create_user() -> pwd.struct_passwd | None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None or sys.platform != "linux":
        return None
    # Not checked: on a read-only /etc the answer is no user, and the caller goes on to `nobody`.
    subprocess.run(
        [program, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", USER],
        check=False,
        capture_output=True,
    )
    return _find_user(USER)


def make_state(place: Place, owner: Owner) -> None:
    """Make the folder that holds the locks, which several processes may do at once.

    An existing folder's permissions are never changed, here and in `make_folders`, only checked.
    """
    if is_root():
        _make_open(shared_home())
        _make_open(place.state)
    else:
        place.var.mkdir(parents=True, exist_ok=True)
        _make_private(place.state, owner)


def make_folders(place: Place, owner: Owner) -> None:
    """Make the folders of the servers. For one process at a time: a folder is handed over after it is made."""
    for folder in (place.postgres_data.parent, place.valkey_data, place.logs, place.run):
        if folder != place.state:
            _make_private(folder, owner)
    _leave_trace(place)


def _make_open(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o755, parents=True)
    except FileExistsError:
        pass
    else:
        # mkdir obeys the umask, and the server's user has to walk through a folder that we made.
        folder.chmod(0o755)
    found = folder.stat()
    # Programs are copied to it and run from it: nobody else may be able to put others in their place.
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o022:
        raise EngineError(f"Others may write to {folder}: set CLIENTELING_ENGINES_HOME to a folder of root's alone.")


def _make_private(folder: Path, owner: Owner) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True)
        os.chown(folder, owner.uid, owner.gid)
    except FileExistsError:
        check_private(folder, owner)


def check_private(folder: Path, owner: Owner) -> None:
    """Refuse a folder that another user owns or may enter: a socket in it could be an impostor's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.uid:
        raise EngineError(f"{folder} belongs to somebody else: remove it, or set CLIENTELING_VAR to another folder.")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise EngineError(f"{folder} is open to other users: run `chmod 700 {folder}`.")


def _leave_trace(place: Place) -> None:
    """Point from each end to the other, so that a person finds the data of a folder and its reverse."""
    if not is_root():
        return
    (place.state / "made-for").write_text(f"{place.var}\n")
    link = place.var / "engines"
    if place.var.is_dir() and not link.is_symlink() and not link.exists():
        link.symlink_to(place.state)
