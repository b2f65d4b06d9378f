"""Tastes, days and people, written down in place."""

from typing import Any

import pytest
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.actions.relations import relate
from crm.actions.tastes import change_tastes
from crm.models import Brand, Client, Relation, User
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(client: Browser, alice: User) -> Browser:
    client.force_login(alice)
    return client


def post(browser: Browser, camille: Client, part: str, **content: Any) -> Any:
    return browser.post(f"/clients/{camille.uid}/{part}/", content, headers=HTMX)


def changes() -> list[tuple[Any, ...]]:
    return list(AccessEntry.objects.filter(action="changed").values_list("client", "fields"))


def test_a_size_is_written_down_and_the_look_is_logged(alices: Browser, camille: Client) -> None:
    answer = post(alices, camille, "tastes", name=["ring size", ""], value=["52", ""])

    camille.refresh_from_db()
    assert (answer.status_code, camille.tastes) == (200, {"ring size": "52"})
    assert "<dt>Ring size</dt><dd>52</dd>" in answer.content.decode()
    assert changes() == [(camille.pk, ["tastes"])]


def test_only_what_was_changed_in_the_form_is_changed(alices: Browser, camille: Client) -> None:
    change_tastes(camille, {"drink": "tea", "metal": "gold", "shoe size": "38"})
    shown = {"was_name": ["drink", "metal", "shoe size"], "was_value": ["tea", "gold", "38"]}
    change_tastes(camille, {"drink": "coffee", "scent": "fig"})

    post(alices, camille, "tastes", **shown, name=["drink", "metal", ""], value=["tea", "rose gold", ""])

    camille.refresh_from_db()
    assert camille.tastes == {"drink": "coffee", "metal": "rose gold", "scent": "fig"}


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("tastes", {"name": "x" * 41, "value": "1"}, "Too long"),
        ("tastes", {"name": "size", "value": "x" * 121}, "Too long"),
        ("tastes", {"name": [str(n) for n in range(41)], "value": ["1"] * 41}, "too many"),
        ("dates", {"name": "Wedding", "day": "31", "month": "2"}, "in no calendar"),
        ("dates", {"name": "Wedding", "day": "x", "month": "y"}, "in no calendar"),
        ("dates", {"name": "", "day": "3", "month": "2"}, "Who is it?"),
        ("dates", {"birth_date": "2999-01-01"}, "in no calendar"),
        ("dates", {"birth_date": "2026-13-45"}, "in no calendar"),
        ("dates", {"birth_date": "nonsense"}, "in no calendar"),
        ("people", {"kind": "child", "name": " "}, "Who is it?"),
        ("people", {"kind": "pet", "name": "Rex"}, "Choose what they are"),
        ("people", {"kind": "child", "name": "x" * 121}, "Too long"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    alices: Browser, camille: Client, part: str, content: dict[str, Any], words: str
) -> None:
    answer = post(alices, camille, part, **content)

    before = camille.tastes, camille.key_dates, camille.birth_date
    camille.refresh_from_db()
    assert words in answer.content.decode()
    assert (camille.tastes, camille.key_dates, camille.birth_date) == before
    assert (Relation.objects.count(), changes()) == (0, [])


def test_days_are_added_and_taken_away(alices: Browser, camille: Client) -> None:
    post(alices, camille, "dates", name="Wedding", day="9", month="6", birth_date="1984-02-29")
    post(alices, camille, "dates", name="Anniversary", day="29", month="2", birth_date="1984-02-29")

    answer = post(alices, camille, "dates", remove="Wedding~06-09", birth_date="1984-02-29")

    camille.refresh_from_db()
    assert camille.key_dates == [{"name": "Anniversary", "date": "02-29"}]
    assert camille.birth_date is not None and camille.birth_date.isoformat() == "1984-02-29"
    assert "29 February" in answer.content.decode()


def test_a_person_is_added_once_however_often(alices: Browser, camille: Client, alice: User, brand: Brand) -> None:
    for _ in range(2):
        answer = post(alices, camille, "people", kind="child", name="Anouk", note="rides")

    relation = Relation.objects.get()
    assert (relation.client, relation.name, relation.kind, relation.note) == (camille, "Anouk", "child", "rides")
    assert (relation.brand, relation.created_by) == (brand, alice)
    assert "Anouk" in answer.content.decode()


def test_what_two_houses_wrote_the_group_knows(camille: Client, brand: Brand, other_brand: Brand) -> None:
    for house in (brand, brand, other_brand):
        relation = relate(camille, kind="child", name="Anouk", brand=house)

    assert (Relation.objects.get(), Relation.objects.get().brand) == (relation, None)


def test_a_client_of_the_house_is_found_and_linked(alices: Browser, camille: Client, boutique: Any) -> None:
    paul = make_known_client(boutique, "Paul", family_name="Neri")

    found = post(alices, camille, "people/find", name="paul").content.decode()
    answer = post(alices, camille, "people", kind="spouse", name="Paul", other=paul.uid)

    assert paul.uid in found and camille.uid not in found
    assert (Relation.objects.get().other, Relation.objects.get().name) == (paul, "")
    assert f"/clients/{paul.uid}/" in answer.content.decode()


def test_a_client_whom_one_may_not_see_is_not_linked(alices: Browser, camille: Client, other_boutique: Any) -> None:
    stranger = make_known_client(other_boutique, "Paul", family_name="Neri")

    found = post(alices, camille, "people/find", name="paul").content.decode()
    answer = post(alices, camille, "people", kind="spouse", name="Paul", other=stranger.uid)

    assert (stranger.uid in found, answer.status_code, Relation.objects.count()) == (False, 404, 0)


def test_a_person_is_taken_away(alices: Browser, camille: Client, brand: Brand) -> None:
    relation = relate(camille, kind="child", name="Anouk", brand=brand)

    answer = alices.post(f"/clients/{camille.uid}/people/{relation.pk}/end/", headers=HTMX)

    assert (answer.status_code, Relation.objects.count()) == (200, 0)
    assert changes() == [(camille.pk, ["relations"])]


def test_what_another_house_wrote_is_not_taken_away(alices: Browser, camille: Client, other_brand: Brand) -> None:
    relation = relate(camille, kind="child", name="Anouk", brand=other_brand)

    answer = alices.post(f"/clients/{camille.uid}/people/{relation.pk}/end/", headers=HTMX)

    assert (answer.status_code, Relation.objects.count(), changes()) == (200, 1, [])


def test_headquarters_read_and_do_not_write(client: Browser, hana: User, camille: Client) -> None:
    client.force_login(hana)

    answers = [post(client, camille, part, name="x", value="1").status_code for part in ("tastes", "dates", "people")]

    camille.refresh_from_db()
    assert (answers, camille.tastes, Relation.objects.count()) == ([403, 403, 403], {}, 0)
    assert 'hx-target="#tastes"' not in client.get(f"/clients/{camille.uid}/").content.decode()


def test_it_works_without_a_script(alices: Browser, camille: Client) -> None:
    form = alices.get(f"/clients/{camille.uid}/tastes/")
    answer = alices.post(f"/clients/{camille.uid}/tastes/", {"name": "drink", "value": "tea"})

    camille.refresh_from_db()
    assert (form.status_code, answer.status_code, camille.tastes) == (200, 302, {"drink": "tea"})
