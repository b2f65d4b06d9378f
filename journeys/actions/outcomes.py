"""What became of a message, written under the lease with which it was sent."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from journeys.actions.caps import release_caps
from journeys.actions.claim import LeaseLostError
from journeys.actions.claim_sends import lease_end
from journeys.actions.clear_send import lock_leased_send, recipient_id_of
from journeys.models import Send

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)


def mark_handed_over(send_id: int, token: uuid.UUID, *, now: datetime) -> None:
    """Committed just before the content leaves: from here on, a silence means unknown.

    LeaseLostError, and nothing may leave, when another worker has the row.
    """
    changed = Send.objects.filter(pk=send_id, status=Send.Status.SENDING, lease_token=token).update(
        handed_over_at=now, lease_until=lease_end(now)
    )
    if changed != 1:
        raise LeaseLostError(send_id)


def record_sent(send_id: int, token: uuid.UUID, *, now: datetime) -> None:
    """The provider said yes. Also after the row was parked as unknown: a late answer is still the truth."""
    held = Send.objects.filter(
        Q(status=Send.Status.SENDING) | Q(status=Send.Status.UNKNOWN), pk=send_id, lease_token=token
    )
    if held.update(status=Send.Status.SENT, sent_at=now, reason="", lease_until=None, lease_token=None) != 1:
        raise LeaseLostError(send_id)


def record_unknown(send_id: int, token: uuid.UUID, *, reason: str) -> None:
    """The content left and no answer came: it is not sent again by itself, and stands on the journeys page."""
    _update_held(send_id, token, status=Send.Status.UNKNOWN, reason=reason, lease_until=None)


@transaction.atomic
def record_failed(send_id: int, token: uuid.UUID, *, reason: str) -> None:
    """It certainly did not go and never will: its place under the caps is given back."""
    send = lock_leased_send(send_id, token)
    _close_unsent(send, reason)


@transaction.atomic
def record_retry(send_id: int, token: uuid.UUID, *, reason: str, now: datetime) -> None:
    """It certainly did not go, and may later: queued again with back-off; failed once that would be too late."""
    send = lock_leased_send(send_id, token)
    due_at = now + min(FIRST_PAUSE * 2 ** min(send.attempts - 1, 10), LONGEST_PAUSE)
    if due_at > send.expires_at:
        _close_unsent(send, reason)
        return
    send.status, send.reason, send.due_at = Send.Status.QUEUED, reason, due_at
    send.handed_over_at = send.lease_until = send.lease_token = None
    send.save(update_fields=["status", "reason", "due_at", "handed_over_at", "lease_until", "lease_token"])


def _close_unsent(send: Send, reason: str) -> None:
    if send.cap_reserved_at:
        release_caps(client_id=recipient_id_of(send), brand_id=send.brand_id, reserved_at=send.cap_reserved_at)
    send.status, send.reason = Send.Status.FAILED, reason
    send.cap_reserved_at = send.handed_over_at = send.lease_until = send.lease_token = None
    send.save(update_fields=["status", "reason", "cap_reserved_at", "handed_over_at", "lease_until", "lease_token"])


def _update_held(send_id: int, token: uuid.UUID, **fields: Any) -> None:
    held = Send.objects.filter(pk=send_id, status=Send.Status.SENDING, lease_token=token)
    if held.update(**fields) != 1:
        raise LeaseLostError(send_id)
