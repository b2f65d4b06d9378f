"""The privacy officer's queue: what is due first, the one next thing, and every step."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from consent.models import AccessEntry, Export, SubjectRequest
from consent.rights.export.work import make_due_export
from consent.rights.identity import code_of
from consent.rights.requests import open_request
from crm.actions.scores import record_score
from crm.models import Brand, Client, Score, User
from tests.clienteling.views.again import log_in, say_again
from tests.factories import make_client, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


@pytest.fixture
def office(client: Browser, petra: User) -> Browser:
    log_in(client, petra)
    return client


def do(office: Browser, request: SubjectRequest, deed: str, **said: str) -> str:
    """What the page says after it."""
    answer = office.post(f"/privacy/requests/{request.reference}/{deed}/", said, follow=True)
    request.refresh_from_db()
    return " ".join(str(message) for message in answer.context["messages"])


def next_of(office: Browser, request: SubjectRequest) -> str:
    found: str = office.get(f"/privacy/requests/{request.reference}/").context["page"].next
    return found


def test_an_erasure_by_letter_waits_for_who_asks(office: Browser, camille: Client) -> None:
    said = {"q": "camille@mail.example", "kind": "erasure", "detail": "Forget me"}
    office.post("/privacy/requests/take-in/", said)
    request = SubjectRequest.objects.get()
    assert (request.client, request.intake, next_of(office, request)) == (camille, "officer", "confirm")

    assert do(office, request, "answer", is_sure="yes") == "Make sure first who asks. Nothing was changed."
    assert do(office, request, "code").startswith("A code is on its way")
    assert do(office, request, "confirm", code=code_of(request.challenges.get())) == "Who asks is known now."

    assert (request.state, next_of(office, request)) == ("open", "erase")


def test_a_code_that_is_on_its_way_is_typed_before_another_is_sent(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="officer")
    page = f"/privacy/requests/{request.reference}/"
    before = office.get(page).context["page"].is_code_sent

    do(office, request, "code")

    assert (before, office.get(page).context["page"].is_code_sent) == (False, True)
    do(office, request, "confirm", code=code_of(request.challenges.get()))
    assert not office.get(page).context["page"].is_code_sent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"q": "nobody@mail.example"}, "q"),
        ({"q": ""}, "q"),
        ({"kind": "whim"}, "kind"),
        ({"detail": " "}, "detail"),
        ({"received_on": "2026-03-11"}, "received_on"),
        ({"received_on": "2025-12-09"}, "received_on"),
        ({"received_on": "in May"}, "received_on"),
    ],
    ids=["nobody", "nameless", "no_right", "no_words", "ahead", "too_long_ago", "no_day"],
)
def test_what_cannot_be_written_down_says_why_and_loses_no_word(
    office: Browser, camille: Client, now: datetime, wrong: dict[str, str], field: str
) -> None:
    said = {"q": camille.uid, "kind": "rectification", "detail": "I was born in June", **wrong}

    with time_machine.travel(now, tick=False):
        log_in(office, User.objects.get(first_name="Petra"))
        answer = office.post("/privacy/requests/take-in/", said)

    form = answer.context["intake"]
    assert (answer.status_code, list(form.errors), form["detail"].value()) == (422, [field], said["detail"])
    assert answer.content.decode().count('class="error"') == 1
    assert SubjectRequest.objects.count() == 0


def test_a_letter_that_lay_has_the_month_since_it_came(office: Browser, camille: Client, now: datetime) -> None:
    said = {"q": camille.uid, "kind": "objection_marketing", "received_on": "2026-03-02"}

    with time_machine.travel(now, tick=False):
        log_in(office, User.objects.get(first_name="Petra"))
        office.post("/privacy/requests/take-in/", said)

    came = datetime(2026, 3, 2, tzinfo=UTC)
    request = SubjectRequest.objects.get()
    assert (request.received_at, request.due_at, request.closed_at) == (came, came.replace(month=4), now)


def test_who_asks_twice_has_one_request_and_the_officer_is_told(office: Browser, camille: Client) -> None:
    said = {"q": camille.uid, "kind": "erasure", "received_on": str(timezone.localdate())}

    told = [office.post("/privacy/requests/take-in/", said, follow=True).context["messages"] for _ in range(2)]

    assert [[str(message) for message in messages] for messages in told] == [
        [], ["This was asked for before and is open still: it is noted there as asked again."]
    ]  # fmt: skip
    assert SubjectRequest.objects.get().steps.filter(what="asked_again").count() == 1


@pytest.mark.parametrize("kind", ["rectification", "erasure", "human_review"])
def test_no_two_fields_of_the_page_have_one_name(office: Browser, camille: Client, kind: str) -> None:
    """Else a label leads into the field of another form."""
    request = open_request(camille, kind=kind, intake="officer", detail="It is wrong")
    do(office, request, "confirm", how="in_person")

    page = office.get(f"/privacy/requests/{request.reference}/").content.decode()

    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []


def test_what_stands_in_no_field_is_put_right_elsewhere_and_told(
    office: Browser, camille: Client, brand: Brand
) -> None:
    request = open_request(camille, kind="rectification", intake="client_page", detail="The ring is a 52")

    assert do(office, request, "answer", words=" ") == "No value is another than before. Nothing was changed."
    assert do(office, request, "answer", words="52\0") == "A value cannot be kept as it stands. Nothing was changed."
    assert do(office, request, "answer", words="The boutique keeps 52 now.") == "Done."

    step = request.steps.get(what="corrected")
    assert (request.state, request.answer_words, step.figures) == (
        "done", "The boutique keeps 52 now.", {"fields": ["other"]},
    )  # fmt: skip
    camille.refresh_from_db()
    assert camille.given_name == "Camille"


def test_access_is_handed_over_as_a_file(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="access", intake="officer")
    do(office, request, "confirm", how="in_person")
    assert next_of(office, request) == "wait"
    make_due_export(timezone.now())
    assert next_of(office, request) == "hand_over"

    here = f"/privacy/requests/{request.reference}/"
    asked_again = office.post(f"{here}file/")
    assert (asked_again.status_code, asked_again["Location"]) == (
        302, f"/accounts/reauthenticate/?next={here.replace('/', '%2F')}",
    )  # fmt: skip
    assert (Export.objects.count(), request.steps.filter(what="downloaded").count()) == (0, 0)
    say_again(office)
    answer = office.post(f"{here}file/")

    assert list(Export.objects.values_list("what", "rows")) == [(f"archive {request.reference}", 1)]
    assert answer["content-disposition"] == f'attachment; filename="{request.reference}.zip"'
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert AccessEntry.objects.filter(action="exported", client=camille, why="request").count() == 1


def test_a_file_that_is_not_there_is_not_handed_over(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="access", intake="officer")

    say_again(office)
    assert do(office, request, "file") == "The file is not ready, or its week is over. Have it made again."


def test_a_code_that_was_tried_three_times_is_not_waited_for(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="officer")
    do(office, request, "code")
    right = code_of(request.challenges.get())
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    said = [do(office, request, "confirm", code=wrong) for _ in range(3)]

    assert said == ["That is not the code. The request waits; a code has three tries."] * 3
    assert not office.get(f"/privacy/requests/{request.reference}/").context["page"].is_code_sent
    assert do(office, request, "confirm", code=right) == "That code was used, or tried three times. Send a new one."
    assert (request.state, request.identity_by) == ("unconfirmed", "")


def test_what_is_being_erased_is_not_offered_to_be_refused(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="officer")
    page = f"/privacy/requests/{request.reference}/"
    do(office, request, "confirm", how="in_person")
    before = "Refuse it" in office.get(page).content.decode()

    do(office, request, "answer", is_sure="yes")

    assert (before, "Refuse it" in office.get(page).content.decode()) == (True, False)


def test_a_value_is_corrected_on_the_page(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="rectification", intake="client_page", detail="I am Roux")
    assert next_of(office, request) == "correct"

    assert do(office, request, "answer", family_name="Roux") == "Done."

    camille.refresh_from_db()
    assert (camille.family_name, request.state) == ("Roux", "done")


def test_a_score_is_reviewed_on_the_page_and_shown_with_its_reason(
    office: Browser, camille: Client, brand: Brand, alice: User
) -> None:
    score = record_score(camille, brand=brand, model="clv", version="1", value=0.9, at=timezone.now())
    assert score is not None
    request = open_request(camille, kind="human_review", intake="client_page")
    assert next_of(office, request) == "review"

    record_score(camille, brand=brand, model="churn", version="1", value=0.2, at=timezone.now())
    page = office.get(f"/privacy/requests/{request.reference}/").content.decode()
    assert ["Lifetime value" in page, "Likely to leave" in page, "looked at" in page] == [True, True, False]

    said = {"score": str(score.pk), "value": "0,3", "reason": "Bought gifts"}
    assert do(office, request, "answer", **said) == "Kept. The request stays open."
    assert "looked at" in office.get(f"/privacy/requests/{request.reference}/").content.decode()
    other = Score.objects.get(model="churn")
    assert do(office, request, "answer", score=str(other.pk), value="", reason="The figures are right") == "Done."

    assert Score.objects.get(model="clv").value == 0.3
    assert request.answer_words == "Bought gifts\nThe figures are right"
    office.force_login(alice)
    assert "A person decided: 0.3. Bought gifts" in office.get(f"/clients/{camille.uid}/").content.decode()


def test_refusing_extending_and_taking_back(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="officer")
    due = request.due_at

    assert do(office, request, "refuse", why="law") == "A reason is missing. Nothing was changed."
    assert do(office, request, "extend", because="Many records").startswith("Two further months.")
    assert (request.state, request.due_at > due + timedelta(days=58)) == ("unconfirmed", True)
    assert do(office, request, "withdraw") == "Taken back by the client."
    assert do(office, request, "refuse", why="law", words="No") == "This request is closed. Nothing was changed."
    assert request.state == "withdrawn"


def test_every_look_at_a_request_is_written_down(office: Browser, camille: Client, petra: User) -> None:
    request = open_request(camille, kind="erasure", intake="officer")

    office.get(f"/privacy/requests/{request.reference}/")

    (entry,) = AccessEntry.objects.all()
    assert (entry.user, entry.client, entry.fields) == (petra, camille, ["requests"])


def test_an_officer_of_another_brand_sees_none_of_it(client: Browser, camille: Client, other_brand: Brand) -> None:
    request = open_request(camille, kind="erasure", intake="officer")
    client.force_login(make_user("Pia", "privacy", brand=other_brand))

    assert list(client.get("/privacy/requests/").context["page"].object_list) == []
    assert client.get(f"/privacy/requests/{request.reference}/").status_code == 404
    assert client.post(f"/privacy/requests/{request.reference}/withdraw/").status_code == 404
    request.refresh_from_db()
    assert request.is_live


def test_the_queue_is_paged_and_asks_the_same_number_of_statements(
    office: Browser, camille: Client, django_assert_num_queries: Any
) -> None:
    for number in range(27):
        open_request(make_client(f"Client{number}"), kind="access", intake="officer")
    office.get("/privacy/requests/")

    page = office.get("/privacy/requests/", {"page": "2"}).context["page"]

    assert (len(page.object_list), page.paginator.num_pages) == (2, 2)
    with django_assert_num_queries(7):
        office.get("/privacy/requests/")


def test_an_advisor_passes_a_request_on_and_sees_no_more_of_it(client: Browser, camille: Client, alice: User) -> None:
    client.force_login(alice)

    answer = client.post(f"/clients/{camille.uid}/rights/", {"kind": "erasure", "detail": "Forget me"}, follow=True)

    request = SubjectRequest.objects.get()
    assert (request.intake, request.taken_by, request.state) == ("advisor", alice, "unconfirmed")
    assert "Passed on to the privacy officer" in answer.content.decode()
    assert client.get(f"/privacy/requests/{request.reference}/").status_code == 403


def test_an_advisor_of_another_boutique_passes_nothing_on(client: Browser, camille: Client, charlie: User) -> None:
    client.force_login(charlie)

    answer = client.post(f"/clients/{camille.uid}/rights/", {"kind": "erasure"})

    assert (answer.status_code, SubjectRequest.objects.count()) == (404, 0)


def test_a_character_that_no_database_keeps_is_left_out(office: Browser, camille: Client) -> None:
    request = open_request(camille, kind="access", intake="officer", detail="")

    do(office, request, "extend", because="Many\x00 houses")

    assert request.extended_because == "Many houses"
