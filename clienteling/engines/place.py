"""Where an embedded instance keeps its data, its sockets and its locks."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# A socket's path has room for 107 bytes on Linux and 103 on macOS, its closing zero not counted.
LONGEST_SOCKET_PATH = 100
POSTGRES_SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """The folders of one instance: `var` as configured, `state` for data and locks, `run` for sockets."""

    var: Path
    state: Path
    run: Path

    @property
    def postgres_data(self) -> Path:
        return self.state / "postgres"

    @property
    def valkey_data(self) -> Path:
        return self.state / "valkey"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def redis_socket(self) -> Path:
        return self.run / "valkey.sock"


def current_place() -> Place:
    """Work out the folders from CLIENTELING_VAR (default: `var` in the project); touches no file."""
    var = Path(os.environ.get("CLIENTELING_VAR") or PROJECT / "var").expanduser().absolute()
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    if is_root():
        # PostgreSQL refuses to run as root, and its own user may not be able to walk to `var`
        # (a home folder is closed to others), so root's instances live where a system service keeps its state.
        return Place(var, shared_home() / digest, shared_home() / digest / "run")
    state = var / "engines"
    return Place(var, state, _short_enough(state / "run", digest))


def shared_home() -> Path:
    """The folder that holds every instance of root's, and the copies of the server programs."""
    return Path(os.environ.get("CLIENTELING_ENGINES_HOME") or "/var/lib/clienteling")


def is_root() -> bool:
    return os.geteuid() == 0


def _short_enough(run: Path, digest: str) -> Path:
    if len(os.fsencode(run / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH:
        return run
    # Not tempfile.gettempdir(): TMPDIR is private and long on macOS, and may differ between two shells.
    # The folder is made 0700 and its owner is checked, so a squatter is noticed.
    return Path("/tmp") / f"clienteling-{os.geteuid()}-{digest}"  # noqa: S108
