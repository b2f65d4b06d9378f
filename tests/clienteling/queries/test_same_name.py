"""A look at one's own family name says much where few bear it, and nothing where many do."""

from datetime import datetime, timedelta

import pytest
import time_machine

from clienteling.queries.same_name import same_name_signs
from consent.actions.access import record_access
from crm.models import Boutique, Client, User
from tests.factories import make_client, make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(alice: User) -> User:
    """Alice, of a family name that many clients bear."""
    return renamed(alice, "Wang")


def renamed(user: User, name: str) -> User:
    user.last_name = name
    user.save(update_fields=["last_name"])
    return user


def many(family_name: str, count: int = 6) -> list[Client]:
    return [make_client(f"Given{'abcdefgh'[number]}", family_name) for number in range(count)]


def looked(user: User, client: Client, *moments: datetime) -> None:
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            record_access(user=user, client=client, action="viewed", fields=["identity"], why="client page")


def told(now: datetime, *users: User) -> list[tuple[str, int | None, str]]:
    span = {"since": now - timedelta(days=7), "until": now + timedelta(days=1)}
    signs = same_name_signs([user.pk for user in users], span)
    return [(each.email, each.client_id, each.words) for each in signs]


def test_a_name_that_few_bear_is_a_sign_by_itself(alice: User, now: datetime) -> None:
    renamed(alice, "Vauquelin")
    client = make_client("Odile", "Vauquelin")
    looked(alice, client, now, now + timedelta(hours=1))

    words = f"2 looks at {client.uid}, of the same family name, which few bear."
    assert told(now, alice) == [(alice.email, client.pk, words)]


def test_a_name_that_many_bear_is_chance(wang: User, now: datetime) -> None:
    for client in many("Wang"):
        looked(wang, client, now)

    assert told(now, wang) == []


def test_who_comes_back_to_a_namesake_on_three_days_is_asked_once(wang: User, now: datetime) -> None:
    client = many("Wang")[0]
    days = [now - timedelta(days=back) for back in (4, 3, 1, 0)]
    looked(wang, client, *days[:2])
    assert told(now, wang) == []

    for day in days[2:]:
        looked(wang, client, day)
    words = f"Looks on 4 days at {client.uid}, of the same family name, and not their own client."
    signs = same_name_signs([wang.pk], {"since": now - timedelta(days=7), "until": now + timedelta(days=1)})

    assert [(each.words, each.day) for each in signs] == [(words, days[2].date())]


def test_ones_own_client_of_a_frequent_name_is_ones_work(boutique: Boutique, wang: User, now: datetime) -> None:
    many("Wang")
    client = make_known_client(boutique, "Mei", family_name="Wang", advisor=wang)
    looked(wang, client, *(now - timedelta(days=back) for back in range(5)))

    assert told(now, wang) == []


@pytest.mark.parametrize(
    ("staff", "family"),
    [("LEFEVRE", "Lefèvre"), ("Xiahou", "夏侯"), ("夏侯", "Xiahou"), ("de la Tour", "De La Tour"), ("김", "김")],
    ids=["accents", "by_its_sound", "written_in_characters", "of_several_words", "hangul"],
)
def test_a_name_is_known_however_it_is_written(alice: User, now: datetime, staff: str, family: str) -> None:
    client = make_client("小明", family)
    looked(renamed(alice, staff), client, now)

    assert [client_id for _, client_id, _ in told(now, alice)] == [client.pk]


def test_characters_and_letters_of_one_sound_are_one_name(wang: User, now: datetime) -> None:
    many("王")
    client = make_client("Odile", "Wang")
    looked(wang, client, now)

    assert told(now, wang) == []


@pytest.mark.parametrize("family", ["Martinez", "Laurent", ""], ids=["begins_so", "given_name_alone", "none"])
def test_another_name_is_no_sign(alice: User, now: datetime, family: str) -> None:
    looked(renamed(alice, "Martin"), make_client("Martin", family), now)

    assert told(now, alice) == []


def test_who_has_no_family_name_here_is_not_compared(alice: User, now: datetime) -> None:
    looked(renamed(alice, ""), make_client("Odile", ""), now)

    assert told(now, alice) == []
