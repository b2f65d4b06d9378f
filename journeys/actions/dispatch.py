"""Sending the due messages: compose, render, ask, hand over, record."""

import logging
import time
import uuid

from django.utils import timezone

from consent.journal.standing import Standing, journal_standing
from journeys.actions.claim import Claim, LeaseLostError
from journeys.actions.claim_sends import claim_due_sends, release_claim
from journeys.actions.clear_send import clear_send
from journeys.actions.outcomes import (
    mark_handed_over,
    record_failed,
    record_retry,
    record_sent,
    record_unknown,
)
from journeys.channels.email.build import build_mail, new_message_id
from journeys.channels.email.servers import MailServers
from journeys.channels.errors import AnswerLost, FinalRefusal, RetryableRefusal
from journeys.content.write import Written, write_message
from journeys.models import Send

logger = logging.getLogger(__name__)


def send_due(*, seconds: float, batch: int = 25) -> int:
    """Sends what is due for at most about ``seconds``; the number of messages looked at. One connection for all.

    Nothing from a database that is older than its journal: it does not know who withdrew or was erased since.
    """
    if (standing := journal_standing()) is not Standing.CURRENT:
        logger.error("Nothing is sent. %s", standing.words)
        return 0
    looked_at = 0
    deadline = time.monotonic() + seconds
    with MailServers() as servers:
        while time.monotonic() < deadline:
            claim = claim_due_sends(now=timezone.now(), limit=batch)
            looked_at += _dispatch_claim(claim, servers, deadline)
            if len(claim.ids) < batch:
                break
    return looked_at


def _dispatch_claim(claim: Claim, servers: MailServers, deadline: float) -> int:
    """Stops at the deadline even within a batch: a provider may take ten seconds to say that it is not there."""
    for position, send_id in enumerate(claim.ids):
        if time.monotonic() > deadline:
            release_claim(claim)
            return position
        dispatch_send(send_id, claim.token, servers)
    return len(claim.ids)


def dispatch_send(send_id: int, token: uuid.UUID, servers: MailServers) -> None:
    """Takes one claimed message to its outcome, whatever happens on the way.

    1. Compose and render. 2. Ask everything once more (``clear_send``). 3. Hand over. 4. Record, under the lease.
    """
    try:
        _deliver(send_id, token, servers)
    except LeaseLostError:
        logger.warning("Send %s is another worker's by now", send_id)
    except Exception:
        # The other messages of the batch must go on. This one keeps its lease until it is settled like a dead
        # worker's: queued again if its content had not begun to leave, else unknown.
        logger.exception("Send %s was interrupted", send_id)


def _deliver(send_id: int, token: uuid.UUID, servers: MailServers) -> None:
    try:
        _write_and_hand_over(send_id, token, servers)
    except RetryableRefusal as refusal:
        record_retry(send_id, token, reason=refusal.code, now=timezone.now())
    except FinalRefusal as refusal:
        record_failed(send_id, token, reason=refusal.code)
    except AnswerLost as lost:
        record_unknown(send_id, token, reason=lost.code)


def _write_and_hand_over(send_id: int, token: uuid.UUID, servers: MailServers) -> None:
    send = Send.objects.select_related("enrolment", "client__canonical", "brand").get(pk=send_id)
    written = _write(send)
    message_id = send.message_id or new_message_id(send.brand)
    cleared = clear_send(send_id, token, written=written, message_id=message_id, now=timezone.now())
    if cleared is None or written.rendered is None:
        return
    mail = build_mail(written.rendered, brand=send.brand, address=cleared.address, message_id=message_id)
    transport = servers.transport(cleared.provider)
    transport.deliver(mail, before_content=lambda: mark_handed_over(send_id, token, now=timezone.now()))
    record_sent(send_id, token, now=timezone.now())


def _write(send: Send) -> Written:
    try:
        return write_message(send)
    except Exception as error:
        # A broken template must not stop the messages behind it: this one is tried again until it is too late.
        logger.exception("Send %s could not be written", send.pk)
        raise RetryableRefusal("not_written") from error
