"""A right is asked for, who asks is made sure of, and the clock runs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from clienteling.mailsink.store import MailStore
from consent.contact_hash import contact_hash
from consent.models import IdentityChallenge, RequestStep, SubjectRequest
from consent.rights.clock import months_later
from consent.rights.errors import RightsError
from consent.rights.identity import code_of
from consent.rights.requests import ask_for_code, confirm_identity, open_request, requests_of
from crm.actions.merge import merge_clients
from crm.models import Boutique, Client, User
from journeys.actions.dispatch import send_due
from journeys.models import Send
from tests.factories import add_identifier, make_client, make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-10T14:00+00:00", "2026-04-10T14:00+00:00"),
        ("2026-01-31T09:00+00:00", "2026-02-28T09:00+00:00"),
        ("2024-01-31T09:00+00:00", "2024-02-29T09:00+00:00"),
        ("2026-12-31T23:59+00:00", "2027-01-31T23:59+00:00"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(received: str, due: str) -> None:
    assert months_later(datetime.fromisoformat(received), 1) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("kind", "intake", "state", "identity"),
    [
        ("access", "client_page", "working", "link"),
        ("erasure", "client_page", "unconfirmed", ""),
        ("erasure", "advisor", "unconfirmed", ""),
        ("objection_marketing", "advisor", "done", "not_needed"),
        ("access", "officer", "unconfirmed", ""),
    ],
)
def test_who_asks_is_made_sure_of_as_far_as_the_right_needs(
    camille: Client, kind: str, intake: str, state: str, identity: str
) -> None:
    request = open_request(camille, kind=kind, intake=intake)

    assert (request.state, request.identity_by) == (state, identity)
    assert request.due_at == datetime(2026, 4, 10, 14, 0, tzinfo=UTC)


def test_asking_twice_is_one_request_and_keeps_the_first_clock(camille: Client, alice: User, now: datetime) -> None:
    first = open_request(camille, kind="erasure", intake="advisor", actor=alice)

    again = open_request(camille, kind="erasure", intake="client_page", at=now + timedelta(days=3))

    assert (again, again.due_at) == (first, first.due_at)
    assert [step.what for step in first.steps.order_by("pk")] == ["received", "asked_again"]


def test_corrections_of_two_things_are_two_requests(camille: Client) -> None:
    for detail in ("My city is Lyon", "My name is Camille-Anne", "My city is Lyon"):
        open_request(camille, kind="rectification", intake="client_page", detail=detail)

    assert [each.detail for each in requests_of(camille)] == ["My name is Camille-Anne", "My city is Lyon"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "oblivion"}, "right_unknown"),
        ({"intake": "fax"}, "right_unknown"),
        ({"kind": "rectification"}, "detail_missing"),
        ({"detail": "a" * 1001}, "detail_too_long"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(camille: Client, facts: dict[str, str], code: str) -> None:
    asked: dict[str, Any] = {"kind": "access", "intake": "officer", **facts}

    with pytest.raises(RightsError, match=code):
        open_request(camille, **asked)

    assert SubjectRequest.objects.count() == 0


def test_a_request_of_a_merged_record_is_hers(camille: Client, maya: User, now: datetime) -> None:
    double = make_client("Camille", "Laurent")
    asked = open_request(double, kind="erasure", intake="client_page")
    merge_clients(camille, double, actor=maya, reason="same person", at=now)

    assert requests_of(camille) == [asked]
    assert open_request(camille, kind="erasure", intake="client_page") == asked


def test_the_code_goes_to_the_known_address_and_opens_the_request(
    camille: Client, sink: MailStore, django_capture_on_commit_callbacks: Any
) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    with django_capture_on_commit_callbacks(execute=True):
        challenge = ask_for_code(request)

    send_due(seconds=5)

    (mail,) = sink.mails()
    assert (mail.recipient, mail.subject) == ("camille@mail.example", "Votre code")
    assert Send.objects.get().payload == {"about": "", "recommendations": [], "challenge": challenge.pk}
    confirmed = confirm_identity(request, code_of(challenge))
    assert (confirmed.state, confirmed.identity_by) == ("open", "code")
    assert [step.what for step in request.steps.order_by("pk")] == ["received", "code_sent", "identity_confirmed"]


def test_a_code_is_right_once(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    challenge = ask_for_code(request)
    confirm_identity(request, code_of(challenge))

    with pytest.raises(RightsError, match="code_spent"):
        confirm_identity(request, code_of(challenge))


def test_three_wrong_tries_spend_the_code(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    challenge = ask_for_code(request)
    wrong = f"{(int(code_of(challenge)) + 1) % 10**6:06d}"
    for _ in range(3):
        with pytest.raises(RightsError, match="code_wrong"):
            confirm_identity(request, wrong)

    with pytest.raises(RightsError, match="code_spent"):
        confirm_identity(request, code_of(challenge))

    request.refresh_from_db()
    assert (request.state, IdentityChallenge.objects.get().tries) == ("unconfirmed", 3)
    assert RequestStep.objects.filter(what="code_wrong").count() == 3


def test_a_code_ends_after_ten_minutes(camille: Client, now: datetime) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    challenge = ask_for_code(request)

    with pytest.raises(RightsError, match="code_expired"):
        confirm_identity(request, code_of(challenge), at=now + timedelta(seconds=600))

    assert confirm_identity(request, code_of(challenge), at=now + timedelta(seconds=599)).state == "open"


def test_no_code_is_right_before_one_was_sent(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")

    with pytest.raises(RightsError, match="code_expired"):
        confirm_identity(request, "000000")

    request.refresh_from_db()
    assert request.state == "unconfirmed"


def test_a_newer_code_takes_the_place_of_the_older(camille: Client, now: datetime) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    older = ask_for_code(request)
    newer = ask_for_code(request, at=now + timedelta(seconds=60))

    with pytest.raises(RightsError, match="code_wrong"):
        confirm_identity(request, code_of(older), at=now + timedelta(seconds=61))
    assert confirm_identity(request, code_of(newer), at=now + timedelta(seconds=61)).state == "open"


def test_codes_are_sent_three_times_an_hour_over_all_requests(camille: Client, now: datetime) -> None:
    erasure = open_request(camille, kind="erasure", intake="client_page")
    access = open_request(camille, kind="access", intake="client_page")
    for request in (erasure, access, erasure):
        ask_for_code(request)

    with pytest.raises(RightsError, match="too_many_codes"):
        ask_for_code(access)

    assert IdentityChallenge.objects.count() == 3
    assert ask_for_code(access, at=now + timedelta(hours=1)).request == access


def test_codes_are_counted_over_every_record_of_a_person(camille: Client, maya: User, now: datetime) -> None:
    double = make_client("Camille", "Laurent")
    asked = open_request(double, kind="erasure", intake="client_page")
    own = open_request(camille, kind="access", intake="client_page")
    for _ in range(2):
        ask_for_code(own)
    merge_clients(camille, double, actor=maya, reason="same person", at=now)

    ask_for_code(asked)

    for request in (asked, own):
        with pytest.raises(RightsError, match="too_many_codes"):
            ask_for_code(SubjectRequest.objects.get(pk=request.pk))
    assert IdentityChallenge.objects.count() == 3


def test_a_request_on_a_record_that_was_merged_is_proved_like_any_other(
    camille: Client, maya: User, now: datetime
) -> None:
    asked = open_request(make_client("Camille", "Laurent"), kind="erasure", intake="client_page")
    merge_clients(camille, asked.client, actor=maya, reason="same person", at=now)

    challenge = ask_for_code(SubjectRequest.objects.get(pk=asked.pk))

    assert confirm_identity(asked, code_of(challenge)).state == "open"


def test_codes_to_an_address_are_counted_whoever_has_it(camille: Client, boutique: Boutique, now: datetime) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    for _ in range(3):
        ask_for_code(request)
    camille.identifiers.filter(namespace="email").update(retracted_at=now)
    heir = make_known_client(boutique, "Léonie", email="camille@mail.example")
    hers = open_request(heir, kind="access", intake="client_page")

    with pytest.raises(RightsError, match="too_many_codes"):
        ask_for_code(hers)

    assert IdentityChallenge.objects.count() == 3
    assert ask_for_code(hers, at=now + timedelta(hours=1)).request == hers


def test_nine_codes_a_day_are_the_end_of_it(camille: Client, now: datetime) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    for hours in (0, 0, 0, 2, 2, 2, 4, 4, 4):
        ask_for_code(request, at=now + timedelta(hours=hours))

    with pytest.raises(RightsError, match="too_many_codes"):
        ask_for_code(request, at=now + timedelta(hours=6))

    assert ask_for_code(request, at=now + timedelta(hours=24)).request == request


def test_nobody_without_a_known_address_is_sent_a_code(camille: Client, now: datetime) -> None:
    camille.identifiers.filter(namespace="email").update(retracted_at=now)
    request = open_request(camille, kind="erasure", intake="officer", detail="write to other@mail.example")

    with pytest.raises(RightsError, match="no_known_address"):
        ask_for_code(request)

    assert (IdentityChallenge.objects.count(), Send.objects.count()) == (0, 0)


def test_a_late_code_is_not_sent(
    camille: Client, sink: MailStore, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    add_identifier(camille, "email", "camille@work.example")
    request = open_request(camille, kind="erasure", intake="client_page")
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_code(request)

    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        send_due(seconds=5)

    assert (sink.mails(), Send.objects.get().status) == ([], "dropped")


def test_a_code_is_sent_to_the_survivor_of_a_merge_and_none_more_than_before(
    camille: Client, maya: User, now: datetime
) -> None:
    double = make_client("Camile")
    add_identifier(double, "email", "camille.l@office.example")
    request = open_request(double, kind="erasure", intake="client_page")
    for _ in range(2):
        ask_for_code(request)

    merge_clients(camille, double, actor=maya, reason="same", at=now)
    code = ask_for_code(request)

    assert code.contact_hash == contact_hash("email", "camille@mail.example")
    with pytest.raises(RightsError, match="too_many_codes"):
        ask_for_code(open_request(camille, kind="rectification", intake="advisor", detail="The name is Camille."))
    assert IdentityChallenge.objects.count() == 3


@pytest.fixture
def known_long(camille: Client, now: datetime) -> Client:
    camille.created_at = now - timedelta(days=400)
    camille.save(update_fields=["created_at"])
    return camille


def test_a_code_does_not_go_to_an_address_that_was_added_lately(known_long: Client, now: datetime) -> None:
    """Whoever holds a forwarded link can prove an address of their own, which says nothing of who they are."""
    add_identifier(known_long, "email", "eve@elsewhere.example", source="own_page", asserted_at=now, verified_at=now)

    challenge = ask_for_code(open_request(known_long, kind="erasure", intake="client_page"))

    assert challenge.contact_hash == contact_hash("email", "camille@mail.example")


def test_without_an_address_from_before_no_code_is_sent(known_long: Client, now: datetime) -> None:
    known_long.identifiers.filter(namespace="email").update(retracted_at=now)
    add_identifier(known_long, "email", "eve@elsewhere.example", source="own_page", asserted_at=now, verified_at=now)

    with pytest.raises(RightsError) as raised:
        ask_for_code(open_request(known_long, kind="erasure", intake="client_page"))

    assert (raised.value.code, IdentityChallenge.objects.count()) == ("no_known_address", 0)


def test_somebody_who_became_known_today_is_asked_at_the_address_they_gave(boutique: Boutique, now: datetime) -> None:
    noor = make_known_client(boutique, "Noor")
    add_identifier(noor, "email", "noor@mail.example", asserted_at=now)

    challenge = ask_for_code(open_request(noor, kind="erasure", intake="client_page"))

    assert challenge.contact_hash == contact_hash("email", "noor@mail.example")


def test_of_addresses_that_nobody_proved_the_one_known_longest_is_asked(camille: Client, now: datetime) -> None:
    add_identifier(camille, "email", "later@mail.example", asserted_at=now - timedelta(days=30))

    challenge = ask_for_code(open_request(camille, kind="erasure", intake="client_page"))

    assert challenge.contact_hash == contact_hash("email", "camille@mail.example")
