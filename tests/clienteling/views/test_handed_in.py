"""The desk of what was handed in for somebody whom nobody knows."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from consent.models import AccessEntry, HandedIn, SubjectRequest
from consent.rights.handed_in import Asked, hand_in, take_in_next
from crm.models import Brand, Client, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
HERE = "/privacy/requests/handed-in/"


@pytest.fixture
def office(client: Browser, petra: User) -> Browser:
    client.force_login(petra)
    return client


@pytest.fixture
def row(brand: Brand) -> HandedIn:
    return handed_in(brand)


def handed_in(brand: Brand, *, key: str = "k-1", at: datetime | None = None) -> HandedIn:
    moment = at or timezone.now()
    asked = Asked("erasure", "email", "camille@former.example", "Forget me", "fr", None)
    made, _ = hand_in(asked, brand=brand, api_key="ck_1", key=key, at=moment)
    take_in_next(now=moment)
    return made


def test_the_officer_reads_whom_it_names_and_the_look_is_written_down(office: Browser, row: HandedIn) -> None:
    queue = office.get("/privacy/requests/").content.decode()
    page = office.get(HERE).content.decode()

    said = ("1 handed in for nobody we know" in queue, "camille@former.example" in page, "Forget me" in page)
    assert said == (True, True, True)
    assert AccessEntry.objects.get().why == "handed in"


def test_what_waits_is_told_wherever_the_officer_begins(office: Browser, brand: Brand) -> None:
    now = timezone.now()
    for key, days in (("late", 40), ("soon", 29), ("k-1", 1)):
        handed_in(brand, key=key, at=now - timedelta(days=days))

    pages = [office.get(address).content.decode() for address in ("/my-day/", "/privacy/", "/privacy/requests/")]

    said = '3 handed in for nobody we know, <strong class="request-overdue">1 overdue</strong>, 1 due within three days'
    assert [said in page for page in pages] == [True, True, True]


def test_who_is_meant_is_found_and_the_request_is_theirs(office: Browser, camille: Client, row: HandedIn) -> None:
    office.post(f"{HERE}{row.public_id}/take/", {"q": "nobody@mail.example"})
    assert SubjectRequest.objects.count() == 0

    answer = office.post(f"{HERE}{row.public_id.lower()}/take/", {"q": "camille@mail.example"})

    request = SubjectRequest.objects.get()
    assert (answer["Location"], request.client, request.detail) == (
        f"/privacy/requests/{request.reference}/", camille, "Forget me",
    )  # fmt: skip
    assert "Nothing." in office.get(HERE).content.decode()


def test_nobody_is_meant_and_it_is_closed_once(office: Browser, petra: User, row: HandedIn) -> None:
    answers = [office.post(f"{HERE}{row.public_id}/close/").status_code for _ in range(2)]

    row.refresh_from_db()
    assert (answers, row.state, row.settled_by, row.sealed_name) == ([302, 404], "closed", petra, "")


def test_the_list_comes_page_by_page_due_first(office: Browser, brand: Brand) -> None:
    for number in range(26):
        handed_in(brand, key=f"k-{number}")

    pages = [office.get(HERE, {"page": number}).context["rows"] for number in (1, 2)]

    assert [len(each) for each in pages] == [25, 1]
    assert [row.idempotency_key for row, _ in pages[1]] == ["k-25"]


def test_an_officer_of_another_house_sees_none_of_it(other_brand: Brand, row: HandedIn) -> None:
    elsewhere = Browser()
    elsewhere.force_login(make_user("Pia", "privacy", brand=other_brand))

    assert elsewhere.get(HERE).context["rows"] == []
    for deed in ("take", "close"):
        assert elsewhere.post(f"{HERE}{row.public_id}/{deed}/", {"q": "camille@mail.example"}).status_code == 404
    row.refresh_from_db()
    assert row.state == "unknown"


def test_an_officer_of_the_house_sees_it(brand: Brand, row: HandedIn) -> None:
    browser = Browser()
    browser.force_login(make_user("Pia", "privacy", brand=brand))

    assert [each for each, _ in browser.get(HERE).context["rows"]] == [row]
