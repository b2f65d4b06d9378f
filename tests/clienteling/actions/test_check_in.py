from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from clienteling.actions.check_in import CheckInError, check_in, issue_code
from clienteling.actions.visits import leave_boutique, return_to_boutique
from clienteling.models import CheckInCode, Visit
from consent.models import AccessEntry
from crm.models import Boutique, Client, Relationship, User
from tests.factories import make_client


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def refusal(user: User, code: str, boutique: Boutique, at: datetime, method: str = "qr") -> str:
    with pytest.raises(CheckInError) as error:
        check_in(user, code, boutique=boutique, method=method, at=at)
    return error.value.code


def test_a_code_opens_a_visit_and_says_who_looked(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    code = issue_code(camille, at=now)

    visit = check_in(alice, code, boutique=boutique, method="qr", at=now)

    assert (visit.client, visit.boutique, visit.advisor, visit.arrived_at) == (camille, boutique, alice, now)
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.client, entry.action, entry.why) == (alice, camille, "checked_in", "visit")


def test_the_code_itself_is_not_kept(camille: Client, now: datetime) -> None:
    code = issue_code(camille, at=now)

    kept = CheckInCode.objects.get()

    assert code not in kept.sha256
    assert len(kept.sha256) == 64


def test_a_code_is_read_with_the_spaces_that_people_type(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    code = issue_code(camille, at=now)

    visit = check_in(alice, f" {code[:5].lower()}-{code[5:]} ", boutique=boutique, method="code", at=now)

    assert visit.client == camille


def test_a_walk_in_is_known_to_the_boutique_from_that_moment(alice: User, boutique: Boutique, now: datetime) -> None:
    walk_in = make_client("Noor")
    assert not Client.objects.visible_to(alice).filter(pk=walk_in.pk).exists()

    check_in(alice, issue_code(walk_in, at=now), boutique=boutique, method="qr", at=now)

    assert Client.objects.visible_to(alice).get(pk=walk_in.pk) == walk_in


def test_an_unknown_code_changes_nothing(alice: User, camille: Client, boutique: Boutique, now: datetime) -> None:
    issue_code(camille, at=now)

    assert refusal(alice, "ZZZZZZZZZZ", boutique, now) == "code_unknown"

    assert (Visit.objects.count(), AccessEntry.objects.count()) == (0, 0)
    assert CheckInCode.objects.get().used_at is None


def test_an_expired_code_changes_nothing(alice: User, boutique: Boutique, now: datetime) -> None:
    walk_in = make_client("Noor")
    code = issue_code(walk_in, at=now)

    assert refusal(alice, code, boutique, now + timedelta(seconds=60)) == "code_expired"

    assert (Visit.objects.count(), Relationship.objects.count()) == (0, 0)


def test_a_code_opens_once(alice: User, bob: User, camille: Client, boutique: Boutique, now: datetime) -> None:
    code = issue_code(camille, at=now)
    check_in(alice, code, boutique=boutique, method="qr", at=now)

    assert refusal(bob, code, boutique, now) == "code_used"

    assert Visit.objects.get().advisor == alice


def test_nobody_checks_in_at_a_boutique_that_is_not_theirs(
    charlie: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    code = issue_code(camille, at=now)

    assert refusal(charlie, code, boutique, now) == "not_your_boutique"

    assert Visit.objects.count() == 0
    assert CheckInCode.objects.get().used_at is None


def test_the_eleventh_typed_try_in_a_minute_is_refused(
    alice: User, bob: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    code = issue_code(camille, at=now)
    for _ in range(10):
        assert refusal(alice, "ZZZZZZZZZZ", boutique, now, "code") == "code_unknown"

    assert refusal(alice, code, boutique, now, "code") == "too_many_tries"

    assert CheckInCode.objects.get().used_at is None
    assert check_in(bob, code, boutique=boutique, method="code", at=now).client == camille


def test_who_is_already_here_keeps_her_hour_of_arrival(
    alice: User, bob: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    first = check_in(alice, issue_code(camille, at=now), boutique=boutique, method="qr", at=now)
    later = now + timedelta(minutes=20)

    again = check_in(bob, issue_code(camille, at=later), boutique=boutique, method="qr", at=later)

    assert (again.pk, again.arrived_at, again.advisor) == (first.pk, now, alice)


def test_a_visit_that_nobody_ended_ended_with_its_day(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    yesterday = now - timedelta(days=1)
    forgotten = check_in(alice, issue_code(camille, at=yesterday), boutique=boutique, method="qr", at=yesterday)

    today = check_in(alice, issue_code(camille, at=now), boutique=boutique, method="qr", at=now)

    forgotten.refresh_from_db()
    assert today.pk != forgotten.pk
    assert forgotten.left_at is not None
    assert forgotten.left_at.isoformat() == "2026-03-09T23:00:00+00:00"


def test_a_leaving_is_undone_only_until_she_comes_again(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    visit = check_in(alice, issue_code(camille, at=now), boutique=boutique, method="qr", at=now)
    assert leave_boutique(visit, at=now + timedelta(hours=1))
    assert return_to_boutique(visit)
    assert leave_boutique(visit, at=now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    check_in(alice, issue_code(camille, at=later), boutique=boutique, method="qr", at=later)

    assert return_to_boutique(visit) is False

    assert Visit.objects.filter(left_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_tablets_that_read_a_code_at_once_one_gets_the_client(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    code = issue_code(camille, at=now)

    def attempt(_: int) -> str:
        try:
            check_in(alice, code, boutique=boutique, method="qr", at=now)
            return "in"
        except CheckInError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, range(8)))

    assert outcomes == ["code_used"] * 7 + ["in"]
    assert Visit.objects.count() == 1
