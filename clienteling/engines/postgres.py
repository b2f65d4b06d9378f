"""Make, start, adopt and stop the embedded PostgreSQL."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from .addresses import DATABASE, DATABASE_USER
from .binaries import PostgresPrograms, find_postgres
from .errors import EngineError
from .log_files import rotate, tail
from .owner import Owner
from .place import POSTGRES_SOCKET, Place
from .postgres_conf import configuration
from .process import command_of

START_SECONDS = 60
# From 17 on PostgreSQL brings its own C.UTF-8, the same on every machine; before, the C library has to.
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")


def is_answering(place: Place) -> bool:
    try:
        _connect(place).close()
    except psycopg.OperationalError:
        return False
    return True


def start(place: Place, owner: Owner) -> bool:
    """Make the server answer; True when it was started now, False when it was running already.

    The caller holds the starting lock. In order: adopt what answers or is about to; make the data folder on
    the first start; take away a stale pid file; start; make the database. Raises EngineError.
    """
    if is_answering(place) or _is_coming_up(place):
        _make_database(place)
        return False
    programs = find_postgres(major=_data_major(place))
    if not (place.postgres_data / "PG_VERSION").exists():
        _make_data(place, owner, programs)
    _remove_stale_lock_files(place)
    _run_server(place, owner, programs)
    _make_database(place)
    return True


def stop(place: Place, owner: Owner) -> None:
    """Stop the server if it runs: connections are cut, transactions rolled back, a checkpoint written."""
    if not _server_pid(place):
        return
    programs = find_postgres(major=_data_major(place))
    _run(owner, programs.folder / "pg_ctl", "stop", "-D", place.postgres_data, "-m", "fast", "-w", "-t", "60")


def server_version(place: Place) -> str:
    with _connect(place) as connection:
        return connection.execute("SHOW server_version").fetchone()[0]  # type: ignore[index]


def _connect(place: Place) -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(
        host=str(place.run), user=DATABASE_USER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _data_major(place: Place) -> int | None:
    file = place.postgres_data / "PG_VERSION"
    return int(file.read_text()) if file.exists() else None


def _make_data(place: Place, owner: Owner, programs: PostgresPrograms) -> None:
    """Run initdb beside the final folder and rename, so that a kill in between leaves nothing half-made."""
    making = place.postgres_data.with_name("postgres.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    os.chown(making, owner.uid, owner.gid)
    base: list[str | Path] = [programs.folder / "initdb", "-D", making, "-U", DATABASE_USER, "-E", "UTF8"]
    base += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    if programs.major >= 17:
        _run(owner, *base, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    else:
        _try_locales(owner, base)
    making.rename(place.postgres_data)


def _try_locales(owner: Owner, base: list[str | Path]) -> None:
    for name in LOCALES:
        try:
            _run(owner, *base, f"--locale={name}")
        except EngineError as error:
            if "invalid locale" not in str(error):
                raise
        else:
            return
    raise EngineError(f"PostgreSQL finds none of the locales {', '.join(LOCALES)}: install one of them.")


def _run_server(place: Place, owner: Owner, programs: PostgresPrograms) -> None:
    log = place.logs / "postgres.log"
    rotate(log)
    _write_configuration(place, owner)
    command = (programs.folder / "pg_ctl", "start", "-D", place.postgres_data, "-l", log, "-w", "-t", START_SECONDS)
    deadline = time.monotonic() + 10
    while True:
        try:
            return _run(owner, *command)
        except EngineError as error:
            # After a kill -9 the last backends take a moment to let go of the shared memory.
            if "shared memory block" not in (shown := tail(log)) or time.monotonic() > deadline:
                raise EngineError(f"PostgreSQL did not start. {shown}") from error
            time.sleep(0.2)


def _write_configuration(place: Place, owner: Owner) -> None:
    file = place.postgres_data / "postgresql.conf"
    new = file.with_name("postgresql.conf.new")
    new.write_text(configuration(place.run))
    new.chmod(0o600)
    os.chown(new, owner.uid, owner.gid)
    new.replace(file)


def _make_database(place: Place) -> None:
    with _connect(place) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _server_pid(place: Place) -> int:
    """Return the number in the pid file if a postgres really runs under it, else 0."""
    file = place.postgres_data / "postmaster.pid"
    first = file.read_text().partition("\n")[0] if file.exists() else ""
    pid = int(first) if first.isdigit() else 0
    return pid if pid and "postgres" in command_of(pid) else 0


def _is_coming_up(place: Place) -> bool:
    """Wait for a server that lives but does not answer yet, as it recovers after a kill -9."""
    deadline = time.monotonic() + START_SECONDS
    while _server_pid(place):
        if is_answering(place):
            return True
        if time.monotonic() > deadline:
            raise EngineError(f"PostgreSQL does not answer. {tail(place.logs / 'postgres.log')}")
        time.sleep(0.05)
    return False


def _remove_stale_lock_files(place: Place) -> None:
    # PostgreSQL clears them itself when their number is dead, but refuses to start when the number has been
    # given to another process of the same user, as happens in every restarted container, or is a zombie's.
    if not _server_pid(place):
        (place.postgres_data / "postmaster.pid").unlink(missing_ok=True)
        (place.run / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)


def _run(owner: Owner, *command: str | int | Path) -> None:
    words = [str(word) for word in command]
    try:
        # pg_ctl's server inherits the streams: a pipe would stay open for as long as the server lives.
        done = subprocess.run(
            words,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=180,
            **owner.spawn,
        )
    except OSError as error:
        raise EngineError(f"{words[0]} cannot be run: {error.strerror or error}.") from error
    if done.returncode:
        raise EngineError(f"{Path(words[0]).name} failed: {' '.join(done.stdout.split())[-600:]}")
