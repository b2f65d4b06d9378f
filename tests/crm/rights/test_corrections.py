"""What is wrong is put right, old and new are kept, and what follows from it follows."""

from datetime import date, datetime
from typing import Any

import pytest

from consent.models import Correction, SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.errors import RightsError
from consent.rights.requests import confirm_in_person, open_request
from crm.models import Client, DuplicateWork, User
from crm.queries.clients import search_clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_camille(camille: Client, petra: User, now: datetime) -> SubjectRequest:
    request = open_request(camille, kind="rectification", intake="officer", detail="I am Camille Roux", at=now)
    return confirm_in_person(request, actor=petra)


def answered(request: SubjectRequest, petra: User, now: datetime, **said: Any) -> SubjectRequest:
    return answer_request(request, actor=petra, said=said, at=now)


def test_values_are_put_right_and_both_are_kept(
    camille: Client, request_of_camille: SubjectRequest, petra: User, now: datetime
) -> None:
    done = answered(request_of_camille, petra, now, family_name="Roux", birth_date="1984-05-02", country="it", city="")

    camille.refresh_from_db()
    assert (camille.family_name, camille.birth_date, camille.country) == ("Roux", date(1984, 5, 2), "IT")
    kept = Correction.objects.order_by("pk").values_list("field", "before", "after")
    assert list(kept) == [("family_name", "Laurent", "Roux"), ("country", "FR", "IT"), ("birth_date", "", "1984-05-02")]
    assert (done.state, done.steps.get(what="corrected").figures) == (
        "done", {"fields": ["birth_date", "country", "family_name"]},
    )  # fmt: skip


def test_the_search_and_the_duplicates_follow(
    camille: Client, request_of_camille: SubjectRequest, petra: User, hana: User, now: datetime
) -> None:
    DuplicateWork.objects.all().delete()

    answered(request_of_camille, petra, now, family_name="Roux")

    assert list(search_clients(hana, "roux")) == [camille]
    assert list(search_clients(hana, "laurent")) == []
    assert list(DuplicateWork.objects.values_list("client", flat=True)) == [camille.pk]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"family_name": "Laurent"}, "nothing_changed"),
        ({"uid": "C-1"}, "nothing_changed"),
        ({"birth_date": "yesterday"}, "value_invalid"),
        ({"country": "France"}, "value_invalid"),
        ({"family_name": "a" * 81}, "value_invalid"),
    ],
)
def test_what_cannot_stand_changes_nothing(
    camille: Client, request_of_camille: SubjectRequest, petra: User, now: datetime, said: dict[str, str], code: str
) -> None:
    with pytest.raises(RightsError, match=code):
        answered(request_of_camille, petra, now, **said)

    request_of_camille.refresh_from_db()
    assert (request_of_camille.state, Correction.objects.count()) == ("open", 0)
