"""A request ends in one way, in time, with its reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from clienteling.mailsink.store import MailStore
from consent.models import CurrentDecision, HandedIn, RequestStep, SubjectRequest, Suppression
from consent.queries.permission import may_contact
from consent.queries.requests import RequestFilter, counted_requests, filtered_requests
from consent.rights.alerts import warn_of_the_end
from consent.rights.answer import answer_request
from consent.rights.close import extend_request, finish_request, refuse_request, withdraw_request
from consent.rights.errors import RightsError
from consent.rights.handed_in import Asked, close_handed_in, hand_in, take_in_for, take_in_next
from consent.rights.requests import confirm_in_person, open_request
from crm.models import Brand, Client, User
from tests.factories import allow_contact, make_client, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def erasure(camille: Client, now: datetime) -> SubjectRequest:
    return open_request(camille, kind="erasure", intake="officer", at=now)


def test_nothing_is_done_for_somebody_unknown(erasure: SubjectRequest, now: datetime) -> None:
    with pytest.raises(RightsError, match="identity_unconfirmed"):
        finish_request(erasure, at=now)

    erasure.refresh_from_db()
    assert erasure.state == "unconfirmed"


def test_a_refusal_says_why_in_law_and_in_words(erasure: SubjectRequest, petra: User, now: datetime) -> None:
    for why, words in (("law", " "), ("because", "The invoice is kept for ten years.")):
        with pytest.raises(RightsError, match="reason_missing"):
            refuse_request(erasure, why=why, words=words, actor=petra, at=now)

    refused = refuse_request(erasure, why="law", words="The invoice is kept for ten years.", actor=petra, at=now)

    assert (refused.state, refused.refusal, refused.closed_at) == ("refused", "law", now)
    with pytest.raises(RightsError, match="request_closed"):
        withdraw_request(erasure, at=now)


def test_an_erasure_that_has_begun_is_not_refused(camille: Client, petra: User, now: datetime) -> None:
    """The person would be told that they are kept, and are gone."""
    asked = open_request(camille, kind="erasure", intake="officer", at=now)
    confirm_in_person(asked, actor=petra, at=now)
    answer_request(asked, actor=petra, said={"is_sure": "yes"}, at=now)

    with pytest.raises(RightsError, match="request_not_open"):
        refuse_request(asked, why="law", words="The invoice is kept.", actor=petra, at=now)

    asked.refresh_from_db()
    assert (asked.state, asked.refusal, asked.refusal_words) == ("working", "", "")


def test_two_months_more_once_and_only_in_time(erasure: SubjectRequest, petra: User, now: datetime) -> None:
    with pytest.raises(RightsError, match="extension_too_late"):
        extend_request(erasure, because="Many records", actor=petra, at=erasure.due_at)

    extended = extend_request(erasure, because="Many records", actor=petra, at=now)

    assert (extended.due_at, extended.extended_because) == (datetime(2026, 6, 10, 14, 0, tzinfo=UTC), "Many records")
    with pytest.raises(RightsError, match="extended_already"):
        extend_request(erasure, because="Still many", actor=petra, at=now)


def test_more_time_without_a_reason_is_refused(erasure: SubjectRequest, petra: User, now: datetime) -> None:
    with pytest.raises(RightsError, match="reason_missing"):
        extend_request(erasure, because=" ", actor=petra, at=now)

    assert SubjectRequest.objects.get().due_at == erasure.due_at


def test_what_a_worker_has_begun_is_not_taken_back(camille: Client, now: datetime) -> None:
    begun = open_request(camille, kind="access", intake="client_page", at=now)

    with pytest.raises(RightsError, match="request_not_open"):
        withdraw_request(begun, at=now)

    assert SubjectRequest.objects.get().state == "working"


def test_who_asks_is_not_made_sure_of_once_it_is_closed(erasure: SubjectRequest, petra: User, now: datetime) -> None:
    withdraw_request(erasure, at=now)

    with pytest.raises(RightsError, match="request_closed"):
        confirm_in_person(erasure, actor=petra, at=now)

    assert SubjectRequest.objects.get().identity_by == ""


def test_each_warning_goes_once(
    erasure: SubjectRequest,
    petra: User,
    other_brand: Brand,
    sink: MailStore,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    make_user("Pia", "privacy", brand=other_brand)
    warned = []

    for days in (20, 22, 25, 28.5, 29, 31.5, 40):
        with (
            time_machine.travel(erasure.received_at + timedelta(days=days), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            warned.append(warn_of_the_end(erasure.received_at + timedelta(days=days)))

    assert warned == [0, 1, 0, 1, 0, 1, 0]
    assert [mail.recipient for mail in sink.mails()] == [petra.email] * 3
    assert sorted(mail.subject for mail in sink.mails())[-1] == f"{erasure.reference} is overdue"
    assert "Camille" not in "".join(mail.subject for mail in sink.mails())
    assert RequestStep.objects.filter(what="alerted").count() == 3


def test_what_names_nobody_we_know_is_warned_of_too(
    petra: User,
    brand: Brand,
    other_brand: Brand,
    now: datetime,
    sink: MailStore,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    pavel, _ = make_user("Pavel", "privacy", brand=brand), make_user("Pia", "privacy", brand=other_brand)
    asked = Asked("erasure", "email", "nobody@mail.example", "Forget me", "fr", now)
    row, _ = hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    take_in_next(now=now)
    warned = []

    for days in (20, 22, 25, 28.5, 29, 31.5, 40):
        with (
            time_machine.travel(now + timedelta(days=days), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            warned.append(warn_of_the_end(now + timedelta(days=days)))

    mails = sink.mails()
    assert warned == [0, 1, 0, 1, 0, 1, 0]
    due, over = f"{row.public_id} is due on 10 April 2026, 14:00 UTC", f"{row.public_id} is overdue"
    for officer in (pavel, petra):
        theirs = [mail.subject for mail in mails if mail.recipient == officer.email]
        assert sorted(theirs) == sorted([due, due, over])
    assert {mail.recipient for mail in mails} == {pavel.email, petra.email}
    assert "nobody@mail.example" not in "".join(f"{mail.message}" for mail in mails)


@pytest.mark.parametrize("ended", ["closed", "taken"])
def test_what_is_settled_is_warned_of_no_more(
    camille: Client, petra: User, brand: Brand, now: datetime, ended: str
) -> None:
    asked = Asked("erasure", "email", "nobody@mail.example", "Forget me", "fr", now)
    row, _ = hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    take_in_next(now=now)
    if ended == "closed":
        close_handed_in(row, actor=petra, at=now)
    else:
        withdraw_request(take_in_for(row, camille, actor=petra, at=now), at=now)

    assert warn_of_the_end(now + timedelta(days=40)) == 0
    assert HandedIn.objects.get().alerts == 0


def test_a_mail_server_that_is_away_takes_no_warning_back(
    petra: User, erasure: SubjectRequest, brand: Brand, now: datetime, settings: Settings,
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    asked = Asked("erasure", "email", "nobody@mail.example", "Forget me", "fr", now)
    row, _ = hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    take_in_next(now=now)

    with django_capture_on_commit_callbacks(execute=True):
        warned = warn_of_the_end(now + timedelta(days=22))

    row.refresh_from_db()
    erasure.refresh_from_db()
    assert (warned, row.alerts, erasure.alerts) == (2, 1, 1)
    assert sorted(each.getMessage() for each in caplog.records if "be mailed" in each.getMessage()) == sorted(
        f"{number}: the officers could not be mailed (ConnectionRefusedError)"
        for number in (row.public_id, f"Request {erasure.reference}")
    )


def test_the_queue_begins_with_what_is_overdue(camille: Client, petra: User, now: datetime) -> None:
    others = [make_client(name) for name in ("Léonie", "Octave")]
    late, soon, later = (
        open_request(client, kind="access", intake="officer", at=now - timedelta(days=days))
        for client, days in zip((camille, *others), (40, 26, 2), strict=True)
    )
    done = open_request(others[0], kind="erasure", intake="officer", at=now)
    finish_request(confirm_in_person(done, actor=petra), at=now)
    every = SubjectRequest.objects.all()

    assert list(filtered_requests(every, RequestFilter(), at=now)) == [late, soon, later]
    assert list(filtered_requests(every, RequestFilter(which="overdue"), at=now)) == [late]
    assert list(filtered_requests(every, RequestFilter(which="soon"), at=now)) == [soon]
    assert list(filtered_requests(every, RequestFilter(which="closed"), at=now)) == [done]
    counts = counted_requests(every, at=now)
    assert (counts.open, counts.overdue, counts.soon) == (3, 1, 1)


def test_an_objection_to_marketing_holds_at_once(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    allow_contact(camille, brand)

    request = open_request(camille, kind="objection_marketing", intake="advisor", actor=alice, at=now)

    assert (request.state, request.steps.get(what="done").figures) == ("done", {"addresses": 4})
    asked = {"channel": "email", "brand": brand, "at": now}
    assert may_contact(camille, purpose="marketing", **asked).reason == "suppressed"
    assert may_contact(camille, purpose="service", **asked).is_allowed
    held = CurrentDecision.objects.filter(client=camille).values_list("channel", "decision__status", "decision__origin")
    assert sorted(held) == [
        (channel, "withdrawn", request.reference) for channel in ("", "email", "phone", "sms", "whatsapp")
    ]
    assert set(Suppression.objects.values_list("reason", "brand")) == {("objected", None)}


def test_an_objection_to_one_house_leaves_the_others(camille: Client, brand: Brand, other_brand: Brand) -> None:
    for house in (brand, other_brand):
        allow_contact(camille, house)

    open_request(camille, kind="objection_marketing", intake="client_page", brand=brand)

    by_mail = CurrentDecision.objects.filter(client=camille, channel="email").order_by("brand")
    held = by_mail.values_list("brand", "decision__status")
    assert list(held) == [(brand.pk, "withdrawn"), (other_brand.pk, "given")]
