"""Erasure and restriction are carried out from the desk, and the request ends when the work does."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from consent.models import DataExport, Erasure, SubjectRequest
from consent.queries.restriction import is_restricted
from consent.rights.answer import answer_request
from consent.rights.erasing.work import work_on_due_erasure
from consent.rights.errors import RightsError
from consent.rights.export.work import make_due_export
from consent.rights.own_answers import follow_erasures
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.scores import record_score
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


def known(client: Client, kind: str, petra: User) -> SubjectRequest:
    return confirm_in_person(open_request(client, kind=kind, intake="officer", detail="please"), actor=petra)


def test_an_erasure_is_begun_at_the_desk_and_closed_by_the_worker(camille: Client, petra: User) -> None:
    request = known(camille, "erasure", petra)
    with pytest.raises(RightsError, match="reason_missing"):
        answer_request(request, actor=petra, said={}, at=timezone.now())
    assert Erasure.objects.count() == 0

    begun = answer_request(request, actor=petra, said={"is_sure": "yes"}, at=timezone.now())

    assert (begun.state, Erasure.objects.get().request) == ("working", request.reference)
    assert follow_erasures(timezone.now()) == 0
    Erasure.objects.update(state="finished", finished_at=timezone.now(), traces={}, counts={"crm.Identifier": 2})
    assert (follow_erasures(timezone.now()), follow_erasures(timezone.now())) == (1, 0)
    request.refresh_from_db()
    assert (request.state, request.steps.get(what="done").figures) == ("done", {"crm.Identifier": 2})


def test_the_words_of_a_request_go_with_the_person(camille: Client, petra: User) -> None:
    request = known(camille, "erasure", petra)
    answer_request(request, actor=petra, said={"is_sure": "yes"}, at=timezone.now())

    while work_on_due_erasure():
        pass

    request.refresh_from_db()
    assert (request.detail, request.kind) == ("", "erasure")


def test_a_restriction_holds_from_the_desk_on(camille: Client, brand: Brand, petra: User, now: datetime) -> None:
    done = answer_request(known(camille, "restriction", petra), actor=petra, said={}, at=timezone.now())

    assert (done.state, is_restricted(camille)) == ("done", True)
    assert record_score(camille, brand=brand, model="clv", version="1", value=1, at=now) is None


def test_a_request_is_carried_out_once(camille: Client, petra: User) -> None:
    request = known(camille, "restriction", petra)
    answer_request(request, actor=petra, said={}, at=timezone.now())

    with pytest.raises(RightsError, match="request_closed"):
        answer_request(request, actor=petra, said={}, at=timezone.now())

    assert camille.restrictions.count() == 1


def test_a_file_that_could_not_be_made_is_asked_for_again(camille: Client, petra: User) -> None:
    request = known(camille, "access", petra)
    with pytest.raises(RightsError, match="request_not_open"):
        answer_request(request, actor=petra, said={}, at=timezone.now())
    DataExport.objects.update(state="failed", due_at=None)

    answer_request(request, actor=petra, said={}, at=timezone.now())
    make_due_export(timezone.now())

    request.refresh_from_db()
    assert (request.state, request.steps.filter(what="begun").count()) == ("done", 2)
    assert list(DataExport.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "ready"]


def test_a_file_that_took_five_workers_with_it_is_given_up_and_asked_for_again(
    camille: Client, petra: User, settings: Settings
) -> None:
    request = known(camille, "access", petra)
    now = timezone.now()
    DataExport.objects.update(state="working", attempts=5, due_at=now)
    settings.EXPORT_FOLDER.mkdir()
    (settings.EXPORT_FOLDER / f"{DataExport.objects.get().stored_as}.of-the-dead.part").touch()

    assert [make_due_export(now), make_due_export(now)] == [DataExport.objects.get(), None]

    assert (DataExport.objects.get().state, list(settings.EXPORT_FOLDER.iterdir())) == ("failed", [])
    assert request.steps.get(what="failed").figures == {"attempts": 5}
    assert answer_request(request, actor=petra, said={}, at=now).state == "working"


def test_nothing_is_carried_out_for_somebody_unknown(camille: Client, petra: User) -> None:
    request = open_request(camille, kind="erasure", intake="officer")

    with pytest.raises(RightsError, match="identity_unconfirmed"):
        answer_request(request, actor=petra, said={"is_sure": "yes"}, at=timezone.now())

    assert Erasure.objects.count() == 0
