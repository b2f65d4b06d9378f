"""What dead workers leave behind, and who may still write an outcome."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from clienteling.mailsink.store import MailStore
from journeys.actions.claim import LeaseLostError
from journeys.actions.claim_sends import claim_due_sends, release_claim
from journeys.actions.dispatch import dispatch_send, send_due
from journeys.actions.outcomes import mark_handed_over, record_sent
from journeys.actions.park import Parked, park_abandoned
from journeys.channels.email.servers import MailServers
from journeys.models import CapUse, Send


def test_a_message_that_had_not_begun_to_leave_is_queued_again_and_sent(
    queued: Send, sink: MailStore, now: datetime
) -> None:
    claim_due_sends(now=now)

    parked = park_abandoned(now=now + timedelta(minutes=5))
    send_due(seconds=5)

    queued.refresh_from_db()
    assert (parked, queued.status, len(sink.mails())) == (Parked(1, 0), "sent", 1)


def test_a_message_that_had_begun_to_leave_is_unknown_and_is_not_sent_again(
    queued: Send, sink: MailStore, now: datetime
) -> None:
    claim = claim_due_sends(now=now)
    mark_handed_over(queued.pk, claim.token, now=now)

    parked = park_abandoned(now=now + timedelta(minutes=5))
    send_due(seconds=5)

    queued.refresh_from_db()
    assert (parked, queued.status, queued.reason) == (Parked(0, 1), "unknown", "worker_died")
    assert sink.mails() == []


def test_what_a_worker_has_no_time_for_is_given_back_at_once(queued: Send, now: datetime) -> None:
    claim = claim_due_sends(now=now)

    given_back = release_claim(claim)

    queued.refresh_from_db()
    assert (given_back, queued.status, queued.attempts, queued.lease_token) == (1, "queued", 0, None)


def test_what_began_to_leave_is_not_given_back(queued: Send, now: datetime) -> None:
    claim = claim_due_sends(now=now)
    mark_handed_over(queued.pk, claim.token, now=now)

    given_back = release_claim(claim)

    queued.refresh_from_db()
    assert (given_back, queued.status, queued.lease_token) == (0, "sending", claim.token)


def test_a_live_lease_is_left_alone(queued: Send, now: datetime) -> None:
    claim_due_sends(now=now)

    parked = park_abandoned(now=now + timedelta(seconds=60))

    queued.refresh_from_db()
    assert (parked, queued.status) == (Parked(0, 0), "sending")


def test_a_worker_whose_lease_was_taken_sends_nothing(queued: Send, sink: MailStore, now: datetime) -> None:
    slow = claim_due_sends(now=now)
    park_abandoned(now=now + timedelta(minutes=5))
    quick = claim_due_sends(now=now)

    with MailServers() as servers:
        dispatch_send(queued.pk, slow.token, servers)

    queued.refresh_from_db()
    assert (queued.status, queued.lease_token, sink.mails()) == ("sending", quick.token, [])
    assert CapUse.objects.count() == 0


def test_a_late_answer_turns_unknown_into_sent(queued: Send, now: datetime) -> None:
    claim = claim_due_sends(now=now)
    mark_handed_over(queued.pk, claim.token, now=now)
    park_abandoned(now=now + timedelta(minutes=5))

    record_sent(queued.pk, claim.token, now=now)

    queued.refresh_from_db()
    assert (queued.status, queued.reason, queued.sent_at) == ("sent", "", now)


def test_nobody_elses_outcome_is_written(queued: Send, now: datetime) -> None:
    first = claim_due_sends(now=now)
    park_abandoned(now=now + timedelta(minutes=5))
    second = claim_due_sends(now=now)

    for write in (mark_handed_over, record_sent):
        with pytest.raises(LeaseLostError):
            write(queued.pk, first.token, now=now)

    queued.refresh_from_db()
    assert (queued.status, queued.handed_over_at, queued.lease_token) == ("sending", None, second.token)


@pytest.mark.parametrize(
    "change",
    [
        lambda send: Send.objects.filter(pk=send.pk).update(status="unknown"),
        lambda send: Send.objects.filter(pk=send.pk).update(status="sending"),
        lambda send: twin(send).save(force_insert=True),
    ],
    ids=["unknown without having left", "sending without a lease", "the same message twice"],
)
def test_the_database_refuses_what_must_not_be(queued: Send, change: Callable[[Send], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(queued)

    queued.refresh_from_db()
    assert (queued.status, Send.objects.count()) == ("queued", 1)


def twin(send: Send) -> Send:
    """The same enrolment, node, visit and channel once more."""
    copy = Send.objects.get(pk=send.pk)
    copy.pk, copy.message_id = None, None
    return copy
