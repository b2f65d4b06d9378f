"""Two officers mark the same client in the same moment: the client is protected once."""

from datetime import datetime
from threading import Thread

import pytest
from django.db import connection, connections, transaction

from consent.actions.protect import protect_client
from consent.errors import ProtectionError
from consent.models import AccessEntry, Protection
from crm.models import Client, User

pytestmark = pytest.mark.django_db(transaction=True)
# Not pg_stat_activity, of which a transaction sees one moment alone.
WAITING = """
SELECT EXISTS (
  SELECT FROM pg_locks waiting JOIN pg_locks here USING (pid) JOIN pg_database ON pg_database.oid = here.database
  WHERE waiting.locktype = 'transactionid' AND NOT waiting.granted AND datname = current_database()
)
"""


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_who_comes_second_is_told_that_the_client_is_protected(camille: Client, petra: User, now: datetime) -> None:
    outcomes: list[str] = []

    def second() -> None:
        try:
            protect_client(camille, kind="famous", because="In every newspaper", actor=petra, at=now)
        except ProtectionError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    follower = Thread(target=second)
    with transaction.atomic():
        protect_client(camille, kind="famous", because="Known from the cinema", actor=petra, at=now)
        follower.start()
        while follower.is_alive() and not somebody_waits():
            follower.join(0.05)
    follower.join()

    assert outcomes == ["already_protected"]
    assert [each.because for each in Protection.objects.all()] == ["Known from the cinema"]
    assert AccessEntry.objects.filter(client=camille, why="protected: famous").count() == 1
