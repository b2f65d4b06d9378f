"""What stands behind the product on this machine, and what is wrong with it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.utils import timezone
from redis.exceptions import RedisError

from clienteling.engines import addresses
from clienteling.engines.place import current_place, is_root, shared_home
from consent.journal.standing import Standing, journal_standing
from crm.queries.partitions import stray_months
from journeys.models import Enrolment, Send
from journeys.queries.overdue import STUCK_AFTER, overdue_enrolments, overdue_sends

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True)
class Finding:
    """`state` is what was found; `fix` is one sentence of what to do, empty when nothing is wrong."""

    subject: str
    state: str
    fix: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.fix)


def findings() -> Iterator[Finding]:
    """Look at each thing in turn; what needs the database is left out when that does not answer."""
    database = _database()
    yield database
    yield _redis()
    if not database.is_wrong:
        yield _migrations()
        yield from _work()
    yield _disk()
    yield from _forgotten()


def _database() -> Finding:
    found = addresses()
    place = f"embedded in {current_place().state}" if found.is_database_embedded else _masked(found.database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
            version, size = cursor.fetchone()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return Finding("PostgreSQL", f"{place}: {reason}", "Start that server, or correct or unset DATABASE_URL.")
    return Finding("PostgreSQL", f"{version}, {_size(size)}, {place}")


def _redis() -> Finding:
    found = addresses()
    place = f"embedded in {current_place().state}" if found.is_redis_embedded else _masked(found.redis_url)
    try:
        told = redis.from_url(settings.REDIS_URL, socket_connect_timeout=5).info()
    except RedisError as error:
        return Finding("Redis", f"{place}: {error}", "Start that server, or correct or unset REDIS_URL.")
    version = told.get("valkey_version") or told["redis_version"]
    return Finding("Redis", f"{version}, {_size(told['used_memory'])}, {place}")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return Finding("Migrations", "all applied")
    return Finding("Migrations", f"{len(pending)} pending", "Run `manage.py migrate`.")


def _work() -> Iterator[Finding]:
    now = timezone.now()
    try:
        yield _overdue("Enrolments", overdue_enrolments(now))
        yield _overdue("Messages", overdue_sends(now))
        yield _unknown(Send.objects.filter(status=Send.Status.UNKNOWN).count())
        yield _strays()
        yield _journal()
    except DatabaseError:
        yield Finding("Due work", "its tables are not there yet", "Run `manage.py migrate`.")


def _overdue(subject: str, overdue: "QuerySet[Enrolment] | QuerySet[Send]") -> Finding:
    count = overdue.count()
    if not count:
        return Finding(subject, "none overdue")
    minutes = STUCK_AFTER.total_seconds() / 60
    return Finding(
        subject,
        f"{count} overdue by more than {minutes:.0f} minutes",
        "Start a worker and beat: `celery -A clienteling worker` and `celery -A clienteling beat`.",
    )


def _unknown(count: int) -> Finding:
    # Not wrong by itself: it is how a message ends whose provider never answered, and a person decides.
    return Finding("Messages of unknown fate", f"{count}" + (", to look at on the journeys page" if count else ""))


def _strays() -> Finding:
    if not (months := stray_months()):
        return Finding("Interactions", "each in its month")
    named = ", ".join(f"{month:%Y-%m}" for month in months)
    return Finding("Interactions", f"some of {named} lie in no month", "Run `manage.py migrate`; start beat.")


def _journal() -> Finding:
    standing = journal_standing()
    state = "the database knows all of it" if standing is Standing.CURRENT else f"{standing.code}: nothing is sent"
    return Finding("Privacy journal", state, standing.words)


def _disk() -> Finding:
    place = current_place()
    folder = place.state if place.state.exists() else place.var
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    fix = "" if free >= LEAST_FREE_BYTES else f"Make room on the disk of {folder}: PostgreSQL stops when it is full."
    return Finding("Disk", f"{_size(free)} free at {folder}", fix)


def _forgotten() -> Iterator[Finding]:
    """Root's instances lie apart from their projects, so they outlive a project that was deleted."""
    for note in sorted(shared_home().glob("*/made-for")) if is_root() else ():
        var = Path(note.read_text().strip())
        # A folder that was never made (only engines were used) does not say that its project is gone.
        if not var.parent.exists():
            yield Finding("Data without its project", f"{note.parent}, made for {var}: may be deleted")


def _masked(url: str) -> str:
    """Return an address without its password and its parameters."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{parts.path}"


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"
