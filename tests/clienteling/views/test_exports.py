"""Files of clients leave after the person said again who they are, and up to the cap of a day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser
from pytest_django import Settings

from consent.actions.restrict import restrict_client
from consent.models import AccessEntry, Export
from crm.actions.segment_versions import make_segment
from crm.ingest.uploads.folder import rejects_of
from crm.models import Brand, Client, Segment, Upload, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
EXPORT, PAGE = "/segments/AURELLE/hand/export.csv", "/segments/AURELLE/hand/"
PASSWORD = "a long passphrase of Hana"  # noqa: S105
ASKED = f"/accounts/reauthenticate/?next={PAGE.replace('/', '%2F')}"


@pytest.fixture
def hand(brand: Brand, camille: Client, hana: User) -> Segment:
    segment = make_segment(brand, code="hand", name="By hand", kind="static")
    segment.members.create(client=camille, since=datetime(2026, 3, 1, tzinfo=UTC))
    return segment


@pytest.fixture
def browser(hana: User, hand: Segment) -> Browser:
    """Hana's, who logged in this morning."""
    cache.clear()
    hana.set_password(PASSWORD)
    hana.save(update_fields=["password"])
    browser = Browser()
    assert browser.post("/accounts/login/", {"login": hana.email, "password": PASSWORD}).status_code == 302
    return browser


def confirm(browser: Browser, password: str = PASSWORD) -> int:
    return browser.post(ASKED, {"password": password, "next": PAGE}).status_code


def test_a_log_in_alone_takes_nothing_out(browser: Browser) -> None:
    answer = browser.post(EXPORT)

    assert (answer.status_code, answer["Location"]) == (302, ASKED)
    assert (Export.objects.count(), AccessEntry.objects.filter(action="exported").count()) == (0, 0)


def test_after_the_password_the_file_leaves_and_is_written_down(browser: Browser, hana: User, camille: Client) -> None:
    assert confirm(browser) == 302

    answer = browser.post(EXPORT)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert list(Export.objects.values_list("user", "what", "rows", "is_refused")) == [
        (hana.pk, "segment hand", 1, False)
    ]
    assert list(AccessEntry.objects.filter(action="exported").values_list("user", "client")) == [(hana.pk, camille.pk)]


def test_a_wrong_password_opens_nothing(browser: Browser) -> None:
    assert confirm(browser, "another") == 200

    assert (browser.post(EXPORT).status_code, Export.objects.count()) == (302, 0)


def test_ten_minutes_later_it_is_asked_again(browser: Browser) -> None:
    at = datetime.now(UTC)
    with time_machine.travel(at, tick=False):
        confirm(browser)
    with time_machine.travel(at + timedelta(seconds=599), tick=False):
        within = browser.post(EXPORT).status_code
    with time_machine.travel(at + timedelta(seconds=601), tick=False):
        after = browser.post(EXPORT).status_code

    assert (within, after) == (200, 302)


def test_more_than_the_cap_stays_and_the_privacy_officer_reads_it(
    browser: Browser, petra: User, hana: User, settings: Settings
) -> None:
    settings.EXPORT_ROWS_A_DAY = 0
    confirm(browser)

    answer = browser.post(EXPORT, follow=True)

    assert str(list(answer.context["messages"])[-1]).startswith("Nothing was exported: with this file")
    assert AccessEntry.objects.filter(action="exported").count() == 0
    office = Browser()
    office.force_login(petra)
    assert [each.user for each in office.get("/privacy/").context["exports"]] == [hana]

    office.post(f"/privacy/exports/{Export.objects.get().pk}/seen/")

    assert (office.get("/privacy/").context["exports"], Export.objects.get().seen_by) == ([], petra)


def test_an_officer_of_another_brand_is_told_nothing(
    browser: Browser, hana: User, other_brand: Brand, now: datetime
) -> None:
    alert = Export.objects.create(user=hana, at=now, what="segment hand", rows=9, is_refused=True)
    office = Browser()
    office.force_login(make_user("Pia", "privacy", brand=other_brand))

    assert office.get("/privacy/").context["exports"] == []
    assert office.get("/privacy/exports/").context["page"].exports == []
    assert office.post(f"/privacy/exports/{alert.pk}/seen/").status_code == 404
    alert.refresh_from_db()
    assert alert.seen_at is None


def test_refused_lines_of_a_file_leave_on_the_same_terms(
    browser: Browser, brand: Brand, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_FOLDER = tmp_path
    upload = Upload.objects.create(
        brand=brand, kind="clients", file_name="clients.csv", stored_as="kept", size=1, mapping={}
    )
    rejects = rejects_of(upload, is_check=True)
    rejects.parent.mkdir(parents=True, exist_ok=True)
    rejects.write_text("line,code,raw\n2,missing,a@mail.example\n3,missing,b@mail.example\n")
    address = f"/data-quality/uploads/{upload.pk}/refused.csv"

    before = browser.post(address).status_code
    confirm(browser)
    file = browser.post(address)

    assert (before, file.status_code, len(b"".join(file.streaming_content).splitlines())) == (302, 200, 3)
    assert Export.objects.get().rows == 2


def test_whoever_is_restricted_does_not_leave_in_a_file(browser: Browser, camille: Client, petra: User) -> None:
    restrict_client(camille, reason="contested", actor=petra)
    confirm(browser)

    answer = browser.post(EXPORT)

    assert answer.content.decode().splitlines() == ["uid,given_name,family_name,language,country,since"]
    assert AccessEntry.objects.filter(action="exported").count() == 0
