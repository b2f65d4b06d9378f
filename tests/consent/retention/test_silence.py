"""Who fell silent, and what counts as being in touch."""

from datetime import UTC, datetime, timedelta

import pytest

from clienteling.models import Note, Visit
from consent.actions.decide import record_decision
from consent.actions.hold import place_hold
from consent.models import RetentionBatch, RetentionCandidate
from consent.retention.announce import announce_next, next_day
from consent.retention.contacts import prospects_silent_since
from crm.actions.merge import merge_clients
from crm.models import Client, CustomerAccount
from journeys.models import DeliveryEvent, Send
from tests.factories import make_interaction, make_known_client, make_purchase

pytestmark = pytest.mark.django_db
LATELY, SINCE, LONG_AGO = (datetime(year, 2, 1, tzinfo=UTC) for year in (2026, 2023, 2019))


@pytest.fixture
def silent(boutique):
    """Camille, known since seven years, and never heard of again."""
    made = make_known_client(boutique, email="camille@example.org")
    Client.objects.filter(pk=made.pk).update(created_at=LONG_AGO)
    made.refresh_from_db()
    return made


def found():
    return set(prospects_silent_since(SINCE).values_list("pk", flat=True))


def clicked(client, brand, kind, at):
    send = Send.objects.create(
        key=f"k-{kind}", channel="email", client=client, brand=brand, purpose="marketing", template="t",
        language="en", due_at=at, expires_at=at,
    )  # fmt: skip
    DeliveryEvent.objects.create(provider="sink", provider_id=kind, send=send, kind=kind, at=at)


def test_who_was_never_heard_of_is_silent_and_who_is_new_is_not(silent, boutique):
    make_known_client(boutique, "Léonie", email="leonie@example.org")

    assert found() == {silent.pk}


@pytest.mark.parametrize("kind", ["opened", "delivered"])
def test_an_opened_mail_is_no_contact(silent, brand, source, kind):
    clicked(silent, brand, kind, LATELY)
    make_interaction(source, "Email Opened", client=silent, at=LATELY)

    assert found() == {silent.pk}


DEEDS = {
    "a click": lambda client, boutique, source, alice: clicked(client, boutique.brand, "clicked", LATELY),
    "a look at the website": lambda client, boutique, source, alice: make_interaction(
        source, client=client, at=LATELY
    ),
    "a visit": lambda client, boutique, source, alice: Visit.objects.create(
        client=client, boutique=boutique, method="advisor", arrived_at=LATELY
    ),
    "a note": lambda client, boutique, source, alice: Note.objects.create(client=client, author=alice, text="Called."),
    "a log-in": lambda client, boutique, source, alice: CustomerAccount.objects.create(
        client=client, email="camille@example.org", last_login=LATELY
    ),
    "a word on consent": lambda client, boutique, source, alice: record_decision(
        client, brand=boutique.brand, purpose="marketing", channel="email", contact="camille@example.org",
        status="refused", method="web_form", at=LATELY,
    ),
    "a purchase long ago": lambda client, boutique, source, alice: make_purchase(client, boutique, at=LONG_AGO),
}  # fmt: skip


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_a_deed_of_the_client_is_contact(silent, boutique, source, alice, deed):
    DEEDS[deed](silent, boutique, source, alice)

    assert found() == set()


def test_what_a_file_brought_is_no_word_of_theirs(silent, brand):
    record_decision(
        silent, brand=brand, purpose="marketing", channel="email", contact="camille@example.org", status="given",
        method="import", at=LATELY,
    )  # fmt: skip

    assert found() == {silent.pk}


def test_a_click_before_the_cutoff_is_over(silent, brand):
    clicked(silent, brand, "clicked", SINCE - timedelta(days=1))

    assert found() == {silent.pk}


def test_a_word_on_the_record_that_was_merged_counts(silent, boutique, maya, now):
    double = make_known_client(boutique, "Camile", email="camile@example.org")
    record_decision(
        double, brand=boutique.brand, purpose="marketing", channel="email", contact="camile@example.org",
        status="refused", method="app", at=LATELY,
    )  # fmt: skip
    merge_clients(silent, double, actor=maya, reason="same", at=now)

    assert found() == set()


def test_a_hold_on_either_record_keeps_the_person(silent, boutique, maya, petra, now):
    double = make_known_client(boutique, "Camile", email="camile@example.org")
    place_hold(double, reason="a claim", actor=petra, at=now)
    merge_clients(silent, double, actor=maya, reason="same", at=now)

    assert found() == set()


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), "2027-01-01"),
        (datetime(2026, 11, 1, tzinfo=UTC), "2026-12-01"),
        (datetime(2026, 11, 2, tzinfo=UTC), "2027-01-01"),
    ],
    ids=["late in a month", "thirty days before the first", "a day too late"],
)
def test_the_day_is_the_first_of_a_month_with_thirty_days_before_it(today, day):
    assert next_day(today).isoformat() == day


def test_a_list_is_announced_once_everybody_was_asked_and_frozen_then(silent, boutique, now):
    announced = announce_next(at=now, seconds=10)
    late = make_known_client(boutique, "Léonie")
    Client.objects.filter(pk=late.pk).update(created_at=LONG_AGO)

    again = announce_next(at=now + timedelta(days=1), seconds=10)

    assert (announced.happens_on.isoformat(), announced.announced_at) == ("2026-05-01", now)
    assert (again.pk, again.announced_at) == (announced.pk, now)
    assert list(RetentionCandidate.objects.values_list("batch", "client", "outcome")) == [
        (announced.pk, silent.pk, "waiting")
    ]


def test_a_worker_that_died_is_followed_where_it_was(silent, now):
    begun = RetentionBatch.objects.create(happens_on=next_day(now), cutoff=SINCE, looked_to=silent.pk)

    assert announce_next(at=now, seconds=10).pk == begun.pk
    assert not RetentionCandidate.objects.exists()
