"""What stands out among the looks of staff at clients."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clienteling.actions.note_unusual import note_unusual_access
from clienteling.queries import access_signs
from clienteling.queries.unusual_access import unusual_access
from consent.models import AccessAlert
from crm.models import Boutique, Brand, Client, User
from tests.clienteling.views.looks import looked
from tests.factories import make_boutique, make_client, make_user

pytestmark = pytest.mark.django_db


def test_what_stands_out_is_named_with_its_figures(
    boutique: Boutique, camille: Client, alice: User, now: datetime
) -> None:
    alice.last_name = camille.family_name
    alice.save()
    midnight = datetime.fromisoformat("2026-03-10T23:30:00+00:00")
    looked(alice, camille, midnight)

    signs = unusual_access([alice.pk], since=now - timedelta(days=7), until=now + timedelta(days=1))

    assert [(each.code, each.email) for each in signs] == [("at_night", alice.email), ("same_name", alice.email)]
    assert signs[0].words == "1 look at 1 client between 22:00 and 6:00."


def test_far_more_clients_than_usual_stand_out(alice: User, now: datetime) -> None:
    clients = [make_client(f"Person {number}") for number in range(45)]
    for day in range(1, 6):
        looked(alice, clients[0], now - timedelta(days=day))
    for each in clients:
        looked(alice, each, now)

    signs = unusual_access([alice.pk], since=now - timedelta(days=7), until=now + timedelta(days=1))

    assert [(each.code, each.words) for each in signs if each.code == "many_profiles"] == [
        ("many_profiles", "45 clients on 10 March, usually 1 a day.")
    ]


def test_an_account_that_slept_and_opens_many_stands_out(alice: User, now: datetime) -> None:
    """Measured against its other days, of which there are none: else a day would be its own usual."""
    for each in [make_client(f"Person {number}") for number in range(45)]:
        looked(alice, each, now)

    signs = unusual_access([alice.pk], since=now - timedelta(days=7), until=now + timedelta(days=1))

    assert [each.words for each in signs] == ["45 clients on 10 March, usually 0 a day."]


def test_who_is_back_from_a_holiday_is_measured_against_the_weeks_before(alice: User, now: datetime) -> None:
    clients = [make_client(f"Person {number}") for number in range(45)]
    for day in (12, 13, 14):
        for each in clients[:30]:
            looked(alice, each, now - timedelta(days=day))
    for each in clients:
        looked(alice, each, now)

    signs = unusual_access([alice.pk], since=now - timedelta(days=7), until=now + timedelta(days=1))

    assert [each.code for each in signs if each.code == "many_profiles"] == []


@pytest.mark.parametrize(
    ("place", "hour", "is_night"),
    [
        ({}, "21:30", True),
        ({}, "05:30", False),
        ({"country": "JP"}, "12:00", False),
        ({"country": "JP"}, "14:00", True),
    ],
    ids=["night_in_paris", "morning_in_paris", "evening_in_tokyo", "night_in_tokyo"],
)
def test_headquarters_have_a_night_too(
    brand: Brand, camille: Client, place: dict[str, str], hour: str, is_night: bool
) -> None:
    make_boutique(brand, "tokyo-ginza", name="Ginza", country="JP", city="Tokyo", timezone="Asia/Tokyo")
    hana = make_user("Hana", "hq", **place)
    at = datetime.fromisoformat(f"2026-03-10T{hour}:00+00:00")
    looked(hana, camille, at)

    signs = unusual_access([hana.pk], since=at - timedelta(days=7), until=at + timedelta(days=1))

    assert [each.code for each in signs] == ["at_night"] * is_night


def test_figures_that_were_told_do_not_shrink_as_days_go_by(alice: User, camille: Client, now: datetime) -> None:
    for hour in (22, 23):
        looked(alice, camille, now.replace(hour=hour) - timedelta(days=1))

    noted = [note_unusual_access(at=now + timedelta(days=days, hours=9)) for days in (0, 6)]

    assert noted == [1, 0]
    assert AccessAlert.objects.get().words == "2 looks at 1 client between 22:00 and 6:00."


def test_one_bad_day_does_not_hide_the_next(alice: User, camille: Client, now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(access_signs, "MOST", 1)
    for user, day, looks in ((alice, 2, 3), (make_user("Nora", "hq"), 2, 2), (make_user("Odo", "hq"), 1, 1)):
        for _ in range(looks):
            looked(user, camille, now.replace(hour=23) - timedelta(days=day))
    staff = [each.pk for each in User.objects.all()]

    signs = unusual_access(staff, since=now - timedelta(days=7), until=now)

    assert [(each.name.strip(), each.day.day) for each in signs] == [(str(alice), 8), ("Odo", 9)]


def test_what_others_do_is_not_watched_by_an_officer_of_one_brand(alice: User, camille: Client, now: datetime) -> None:
    looked(alice, camille, datetime.fromisoformat("2026-03-10T23:30:00+00:00"))

    assert unusual_access([], since=now - timedelta(days=7), until=now + timedelta(days=1)) == []
