"""What the privacy officer still reads of a request whose person is nobody by now."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from consent.journal.write import write_journal
from consent.models import Erasure, RequestStep, SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from consent.rights.identity import confirm_in_person
from consent.rights.own_answers import follow_erasures
from consent.rights.requests import open_request
from crm.models import Brand, Client, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def erased(camille: Client, petra: User, settings: Settings, tmp_path: Path) -> SubjectRequest:
    """Asked by letter, carried out by Petra, and finished by the workers."""
    settings.PRIVACY_JOURNAL_FOLDER = tmp_path / "journal"
    now = timezone.now()
    asked = open_request(camille, kind="erasure", intake="officer", actor=petra)
    confirm_in_person(asked, actor=petra)
    answer_request(asked, actor=petra, said={"is_sure": "yes"}, at=now - 2 * WATCH)
    write_journal()
    for minute in (0, 2, 4):
        work_on_due_erasure(now=now + timedelta(minutes=minute))
    follow_erasures(now)
    asked.refresh_from_db()
    return asked


def address(asked: SubjectRequest) -> str:
    return f"/privacy/requests/{asked.reference}/"


def test_the_request_stays_readable_with_its_receipt(client: Browser, petra: User, erased: SubjectRequest) -> None:
    client.force_login(petra)

    page, queue = client.get(address(erased)), client.get("/privacy/requests/?which=closed")

    assert (Erasure.objects.get().state, erased.state, page.status_code) == ("finished", "done", 200)
    assert [each.reference for each in queue.context["page"].object_list] == [erased.reference]
    assert page.context["receipt"].erased["contact"] == Erasure.objects.get().counts["crm.Identifier"]
    assert "/privacy/clients/" not in page.content.decode()


def test_the_evidence_of_nobody_is_not_there(client: Browser, petra: User, erased: SubjectRequest) -> None:
    client.force_login(petra)

    assert client.get(f"/privacy/clients/{erased.client.uid}/").status_code == 404


def test_an_officer_of_one_brand_reads_what_they_did_and_another_one_none_of_it(
    client: Browser, brand: Brand, other_brand: Brand, erased: SubjectRequest
) -> None:
    worked, other = make_user("Paul", "privacy", brand=brand), make_user("Pia", "privacy", brand=other_brand)
    RequestStep.objects.create(request=erased, at=timezone.now(), actor=worked, what="asked_again")

    client.force_login(worked)
    own = client.get(address(erased)).status_code
    client.force_login(other)

    assert (own, client.get(address(erased)).status_code) == (200, 404)
