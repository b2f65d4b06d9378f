"""The full pass: by several processes, stopped half-way, and asked for twice at once."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from crm.actions import find_duplicates as full_pass
from crm.actions.find_duplicates import PassError, find_duplicates
from crm.models import Client, DuplicatePass, DuplicateProposal
from tests.factories import make_client

pytestmark = pytest.mark.django_db(transaction=True)
Pairs = list[tuple[int, int]]


class StoppedError(Exception):
    """Somebody switched it off."""


def silent(what: str, more: int) -> None:
    """No progress is shown."""


def pairs() -> Pairs:
    return list(DuplicateProposal.objects.order_by("a", "b").values_list("a_id", "b_id"))


@pytest.fixture
def doubles() -> Pairs:
    """Four people, each written down twice."""
    made = []
    for number, family in enumerate(("Laurent", "Moreau", "Rossi", "Volkova")):
        born = date(1960 + 7 * number, 2 + number, 3)
        made.append([make_client(given, family, birth_date=born).pk for given in ("Camille", "Camile")])
    return [(first, second) for first, second in made]


def test_two_processes_find_what_one_finds(doubles: Pairs) -> None:
    done = find_duplicates(silent, workers=2)

    assert pairs() == doubles
    assert (done.clients, done.proposed) == (8, 4)


def test_a_pass_that_was_stopped_goes_on_behind_what_is_done(doubles: Pairs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_pass, "PAIRS_AT_ONCE", 1)
    shown: list[str] = []

    def stop(what: str, more: int) -> None:
        shown.append(what)
        if shown.count("pairs") == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        find_duplicates(stop)
    done_before = DuplicatePass.objects.get()
    shown.clear()
    done = find_duplicates(lambda what, more: shown.append(what))

    assert (done_before.finished_at, done_before.compared) == (None, 2)
    # The pair at which it stopped was done and not noted: it is done once more.
    assert shown.count("pairs") == 3
    assert pairs() == doubles
    assert (DuplicatePass.objects.get().finished_at is not None, done.proposed) == (True, 4)


def test_what_a_pass_no_longer_finds_likely_is_taken_back(doubles: Pairs) -> None:
    find_duplicates(silent)
    Client.objects.filter(pk=doubles[0][1]).update(given_name="Anna", birth_date=date(1999, 9, 9))

    find_duplicates(silent)

    assert pairs() == doubles[1:]


def test_a_second_pass_at_the_same_time_is_refused_and_changes_nothing(doubles: Pairs) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('find_duplicates'))")

    with pytest.raises(PassError) as refusal:
        find_duplicates(silent)

    with other.cursor() as cursor:
        # The server notices only later that a connection is closed, and the next test would be refused.
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert refusal.value.code == "already_running"
    assert (DuplicatePass.objects.count(), DuplicateProposal.objects.count()) == (0, 0)


def test_whoever_comes_after_a_pass_is_not_refused_though_the_server_still_thinks_it_connected(
    doubles: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnoticed = []
    monkeypatch.setattr(BaseDatabaseWrapper, "copy", lambda one: unnoticed.append(_deaf(one)) or unnoticed[-1])

    find_duplicates(silent)
    find_duplicates(silent)

    assert (len(unnoticed), pairs()) == (4, doubles)
    for each in unnoticed:
        type(each).close(each)


def _deaf(one: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """A connection whose end nobody hears of."""
    copied = type(one)(dict(one.settings_dict), one.alias)
    copied.close = lambda: None
    return copied
