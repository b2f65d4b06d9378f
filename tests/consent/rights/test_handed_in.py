"""What a website or an app hands in is taken in after the answer, and nobody learns from it who is known."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from consent.models import Decision, HandedIn, IdentityChallenge, RequestStep, SubjectRequest, Suppression
from consent.queries.permission import may_contact
from consent.rights import handed_in
from consent.rights.erase import erase_client
from consent.rights.erasing.work import work_on_due_erasure
from consent.rights.errors import RightsError
from consent.rights.export.archive import tables_for
from consent.rights.handed_in import (
    PATIENCE,
    Asked,
    close_handed_in,
    hand_in,
    name_of,
    take_in_for,
    take_in_next,
    told_state,
)
from consent.rights.identity import code_of, confirm_identity
from consent.rights.requests import open_request
from consent.tasks import take_in_requests
from crm.actions.merge import merge_clients
from crm.models import Brand, Client, User
from tests.consent.rights.test_at_once import at_once
from tests.factories import allow_contact, make_client, make_known_client

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


@pytest.fixture(autouse=True)
def _tuesday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def handed(brand: Brand, now: datetime, **facts: Any) -> HandedIn:
    """A row as the website hands it in; ``key`` makes it another one."""
    key = facts.pop("key", "k-1")
    asked = {"kind": "erasure", "named_by": "email", "name": ADDRESS, "detail": "", "language": "fr"}
    return hand_in(Asked(**{**asked, "received_at": None, **facts}), brand=brand, api_key="ck_1", key=key, at=now)[0]


def taken(brand: Brand, now: datetime, **facts: Any) -> HandedIn:
    row = handed(brand, now, **facts)
    take_in_next(now=now)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(("named_by", "name"), [("email", ADDRESS), ("phone", "+33639980001"), ("uid", "")])
def test_whoever_is_meant_has_a_request_with_its_clock(
    camille: Client, brand: Brand, now: datetime, named_by: str, name: str
) -> None:
    since = now - timedelta(days=2)

    row = taken(brand, now, named_by=named_by, name=name or camille.uid, detail="Forget me", received_at=since)

    assert row.request is not None
    assert (row.state, row.request.client, row.request.intake, row.request.state) == (
        "taken", camille, "api", "unconfirmed",
    )  # fmt: skip
    assert (row.request.received_at, row.request.due_at, row.due_at) == (since, row.due_at, row.request.due_at)
    assert (row.sealed_name, row.detail, row.request.detail) == ("", "", "Forget me")
    assert [each.what for each in row.request.steps.order_by("pk")] == ["received", "handed_in", "code_sent"]


@pytest.mark.parametrize("kind", ["objection_marketing", "objection_profiling"])
def test_what_came_late_is_said_to_be_done_when_it_was_done(
    camille: Client, brand: Brand, now: datetime, kind: str
) -> None:
    """The client said so then, and the house did so now: who reads the steps must not take it for prompt."""
    since = now - timedelta(days=40)
    allow_contact(camille, brand)

    row = taken(brand, now, kind=kind, received_at=since)

    assert row.request is not None
    steps = [(each.what, each.at) for each in row.request.steps.order_by("pk")]
    assert (row.request.received_at, row.request.closed_at) == (since, now)
    assert steps == [("received", since), ("done", now), ("handed_in", now)]
    withdrawn = Decision.objects.filter(client=camille, origin=row.request.reference)
    assert set(withdrawn.values_list("status", "captured_at")) == {("withdrawn", since)}


def test_the_identity_is_made_sure_of_as_for_any_other(camille: Client, brand: Brand, now: datetime) -> None:
    row = taken(brand, now)
    assert (row.request is not None, told_state(row)) == (True, "waiting")

    confirm_identity(row.request, code_of(IdentityChallenge.objects.get()))  # type: ignore[arg-type]

    row.refresh_from_db()
    assert told_state(row) == "working"


def test_where_no_code_can_be_sent_it_waits_at_the_desk(camille: Client, brand: Brand, now: datetime) -> None:
    camille.identifiers.filter(namespace="email").update(retracted_at=now)

    row = taken(brand, now, named_by="uid", name=camille.uid)

    assert (row.state, row.request and row.request.state, IdentityChallenge.objects.count()) == (
        "taken", "unconfirmed", 0,
    )  # fmt: skip


def test_an_objection_holds_by_itself_for_the_house_that_was_told(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    for house in (brand, other_brand):
        allow_contact(camille, house)

    row = taken(brand, now, kind="objection_marketing")

    reasons = [
        may_contact(camille, purpose="marketing", channel="email", brand=house, at=now).reason
        for house in (brand, other_brand)
    ]
    assert (reasons, told_state(row)) == (["suppressed", "allowed"], "done")
    said = camille.decisions.filter(status="withdrawn", channel="email").get()
    assert (said.method, row.request and said.origin == row.request.reference) == ("api", True)


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("erasure", ["received", "waiting"]),
        ("access", ["received", "waiting"]),
        ("objection_marketing", ["received", "done"]),
        ("objection_profiling", ["received", "done"]),
    ],
)
def test_the_caller_learns_the_same_of_the_known_and_of_the_unknown(
    camille: Client, brand: Brand, now: datetime, is_known: bool, kind: str, states: list[str]
) -> None:
    row = handed(brand, now, kind=kind, name=ADDRESS if is_known else "nobody@mail.example")
    before = told_state(row)

    take_in_next(now=now)

    row.refresh_from_db()
    assert [before, told_state(row)] == states


def test_a_client_of_another_house_is_nobody(camille: Client, other_brand: Brand, now: datetime) -> None:
    row = taken(other_brand, now)

    assert (row.state, SubjectRequest.objects.count()) == ("unknown", 0)


def test_a_request_that_was_open_already_is_not_told_of_before_it_is_over(
    camille: Client, brand: Brand, now: datetime
) -> None:
    held = open_request(camille, kind="restriction", intake="client_page")
    assert held.state == "open"

    row = taken(brand, now, kind="restriction")
    while_open = told_state(row)
    SubjectRequest.objects.update(state="done", closed_at=now)
    row = HandedIn.objects.get(pk=row.pk)

    assert (row.request, row.is_first, while_open, told_state(row)) == (held, False, "waiting", "done")


@pytest.mark.parametrize(
    ("named_by", "name", "channels"),
    [
        ("email", "nobody@mail.example", ["email"]),
        ("phone", "+33639980099", ["phone", "sms", "whatsapp"]),
        ("uid", "C-NOBODY", []),
    ],
)
def test_an_objection_silences_an_address_that_nobody_has_yet(
    brand: Brand, now: datetime, named_by: str, name: str, channels: list[str]
) -> None:
    row = taken(brand, now, kind="objection_marketing", named_by=named_by, name=name)

    silent = Suppression.objects.filter(brand=brand, reason="objected").order_by("channel")
    assert list(silent.values_list("channel", flat=True)) == channels
    assert (row.state, row.sealed_name, row.settled_by) == ("closed", "", None)


def test_sent_again_it_is_the_same_and_once(camille: Client, brand: Brand, now: datetime) -> None:
    first = handed(brand, now)

    again = handed(brand, now + timedelta(hours=1))

    assert (again, again.due_at) == (first, first.due_at)
    take_in_requests()
    assert (handed(brand, now), HandedIn.objects.count(), SubjectRequest.objects.count()) == (first, 1, 1)


def test_another_request_under_the_same_key_is_refused(camille: Client, brand: Brand, now: datetime) -> None:
    handed(brand, now)

    with pytest.raises(RightsError, match="idempotency_conflict"):
        handed(brand, now, kind="access")

    assert list(HandedIn.objects.values_list("kind", flat=True)) == ["erasure"]


def test_two_houses_may_draw_the_same_key(brand: Brand, other_brand: Brand, now: datetime) -> None:
    assert handed(brand, now) != handed(other_brand, now)


def test_the_same_is_known_after_the_secret_key_was_changed(brand: Brand, now: datetime, settings: Settings) -> None:
    first = handed(brand, now)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key of the house", [settings.SECRET_KEY]

    assert handed(brand, now) == first


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "oblivion"}, "right_unknown"),
        ({"kind": "rectification"}, "detail_missing"),
        ({"detail": "a" * 1001}, "detail_too_long"),
        ({"received_at": timedelta(seconds=1)}, "received_at_invalid"),
        ({"received_at": timedelta(days=-91)}, "received_at_invalid"),
    ],
)
def test_what_cannot_be_is_refused_whoever_it_names(
    camille: Client, brand: Brand, now: datetime, facts: dict[str, Any], code: str
) -> None:
    if isinstance(away := facts.get("received_at"), timedelta):
        facts = {"received_at": now + away}

    for name in (ADDRESS, "nobody@mail.example"):
        with pytest.raises(RightsError, match=code):
            handed(brand, now, name=name, **facts)

    assert HandedIn.objects.count() == 0


def test_the_desk_finds_who_is_meant(camille: Client, brand: Brand, petra: User, now: datetime) -> None:
    row = taken(brand, now, name="camille@former.example")
    assert (row.state, name_of(row)) == ("unknown", "camille@former.example")

    request = take_in_for(row, camille, actor=petra, at=now)

    row.refresh_from_db()
    assert (row.state, row.request, row.settled_by, name_of(row)) == ("taken", request, petra, "")
    for deed in (take_in_for, close_handed_in):
        named = {"actor": petra, "at": now}
        with pytest.raises(RightsError, match="request_closed"):
            deed(row, camille, **named) if deed is take_in_for else deed(row, **named)
    assert SubjectRequest.objects.count() == 1


def test_the_desk_closes_what_is_about_nobody(brand: Brand, petra: User, now: datetime) -> None:
    row = taken(brand, now)

    closed = close_handed_in(row, actor=petra, at=now)

    assert (closed.state, closed.settled_by, closed.sealed_name, told_state(closed)) == ("closed", petra, "", "refused")


def test_one_that_cannot_be_taken_in_lets_the_others_pass(
    camille: Client, brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = handed(brand, now), handed(brand, now, key="k-2", kind="access")

    def find(brand_id: int, named_by: str, name: str) -> Client:
        if broken.state == "waiting" and HandedIn.objects.get(pk=broken.pk).look_at == now:
            raise RuntimeError("the store is away")
        return camille

    monkeypatch.setitem(handed_in._finders, "crm", find)
    take_in_requests()

    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, broken.look_at, other.state) == ("waiting", now + timedelta(minutes=1), "taken")
    take_in_next(now=now + timedelta(minutes=1))
    broken.refresh_from_db()
    assert broken.state == "taken"


def test_what_failed_for_an_hour_is_for_the_desk(
    camille: Client, brand: Brand, petra: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, later = handed(brand, now, kind="access"), now + PATIENCE

    def find(brand_id: int, named_by: str, name: str) -> Client:
        raise RuntimeError("the store is away")

    monkeypatch.setitem(handed_in._finders, "crm", find)
    take_in_next(now=now)
    take_in_next(now=later)

    row.refresh_from_db()
    assert (row.state, row.look_at, told_state(row)) == ("unknown", None, "waiting")
    assert take_in_for(row, camille, actor=petra, at=later).client == camille


def test_an_objection_that_names_nobody_readable_is_not_told_as_done(
    brand: Brand, petra: User, now: datetime, settings: Settings
) -> None:
    row = handed(brand, now, kind="objection_marketing")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another house altogether", []

    take_in_next(now=now)
    row.refresh_from_db()
    seen = (row.state, told_state(row), Suppression.objects.count())
    closed = close_handed_in(row, actor=petra, at=now)

    assert (seen, told_state(closed)) == (("unknown", "waiting", 0), "refused")


def test_a_name_that_no_key_opens_any_more_is_for_the_desk(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    row = handed(brand, now)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another house altogether", []

    take_in_next(now=now)

    row.refresh_from_db()
    assert (row.state, name_of(row)) == ("unknown", "")


def test_what_named_a_person_before_they_were_known_goes_with_their_erasure(
    camille: Client, brand: Brand, petra: User, now: datetime
) -> None:
    mine = taken(brand, now, name="camille@former.example", detail="I am Camille Zephyrine")
    others = taken(brand, now, key="k-2", name="leonie@mail.example", detail="I am Léonie")
    camille.identifiers.filter(namespace="email").update(value="camille@former.example")

    erase_client(camille, reason="asked", actor=petra)
    while work_on_due_erasure():
        pass

    mine.refresh_from_db()
    others.refresh_from_db()
    assert (name_of(mine), mine.detail, mine.state) == ("", "", "unknown")
    assert (name_of(others), others.detail) == ("leonie@mail.example", "I am Léonie")


def test_a_merged_record_is_asked_for_by_either_number(
    camille: Client, brand: Brand, boutique: Any, maya: User, now: datetime
) -> None:
    double = make_known_client(boutique, "Camile", email="camile@mail.example")
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    rows = [taken(brand, now, key=each.uid, named_by="uid", name=each.uid) for each in (camille, double)]

    assert [row.request and row.request.client for row in rows] == [camille, camille]
    assert (SubjectRequest.objects.count(), [row.is_first for row in rows]) == (1, [True, False])


def test_the_database_keeps_a_row_whole(camille: Client, brand: Brand, now: datetime) -> None:
    row = handed(brand, now)
    rows = HandedIn.objects.filter(pk=row.pk)
    asked = open_request(make_client(), kind="access", intake="officer")
    broken: list[tuple[str, dict[str, Any]]] = [
        ("what_is_handed_in_is_due_after_it_came", {"due_at": row.received_at}),
        ("what_is_handed_in_is_looked_up_exactly_while_it_waits", {"look_at": None}),
        ("what_was_taken_has_its_request_and_no_other", {"request": asked}),
        ("what_was_settled_names_nobody_any_more", {"settled_at": now}),
    ]

    for name, values in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError, match="a_request_is_handed_in_once_per_key"), transaction.atomic():
        row.pk, row.public_id = None, "H-1"
        row.save(force_insert=True)

    assert rows.get().state == "waiting"


def test_it_is_in_the_archive_of_the_person_alone(camille: Client) -> None:
    assert "consent.HandedIn" in [each.model for each in tables_for(with_inferred=False)]


@pytest.mark.django_db(transaction=True)
def test_four_workers_take_one_in_once(camille: Client, brand: Brand, now: datetime) -> None:
    handed(brand, now)

    at_once(lambda: take_in_next(now=now))

    assert (SubjectRequest.objects.count(), HandedIn.objects.get().state) == (1, "taken")
    assert RequestStep.objects.filter(what="handed_in").count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_calls_at_once_hand_one_in(camille: Client, brand: Brand, now: datetime) -> None:
    at_once(lambda: handed(brand, now))

    assert HandedIn.objects.count() == 1
    connection.close()
