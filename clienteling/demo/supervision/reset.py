"""Empty the demonstration, and nothing that is not the demonstration's own."""

import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from clienteling.engines import addresses

FILES = ("demo.json", "demo-house.json")
FOLDERS = ("mail", "log", "privacy-journal")


class ResetRefused(Exception):
    """The database is somebody's own."""


def reset_demonstration() -> None:
    """Drop every table, every cached value and the files of an earlier run.

    Raises ResetRefused when DATABASE_URL or REDIS_URL names a server of the user's own: what is in there is
    not known to be the demonstration's.
    """
    found = addresses()
    if not (found.is_database_embedded and found.is_redis_embedded):
        raise ResetRefused("DATABASE_URL or REDIS_URL names your own server: empty it yourself, or unset them.")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    cache.clear()
    _remove_files()


def _remove_files() -> None:
    for name in FILES:
        (settings.VAR / name).unlink(missing_ok=True)
    for schedule in settings.VAR.glob("beat-schedule*"):
        schedule.unlink()
    for name in FOLDERS:
        shutil.rmtree(settings.VAR / name, ignore_errors=True)
