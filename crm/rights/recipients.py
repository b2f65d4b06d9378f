"""Tell the destinations that were told of a person (GDPR Art. 19), signed as every message to them."""

import json
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from clienteling.lib.sealing import SealError, seal, unseal
from consent.models import RequestStep, SubjectRequest
from consent.rights.recipients import News
from consent.rights.records import records_of_person
from consent.rights.steps import log_step
from crm.actions.deliveries import WAITS, secrets_of
from crm.destinations.errors import DeliveryError
from crm.destinations.signing import signed_headers
from crm.destinations.transport import post_signed
from crm.models import Client, Disclosure, RecipientNotice

SEALED_FOR = "recipient"
Status = RecipientNotice.Status


def tell_destinations_of(news: News) -> int:
    """A row for each system that was told of the person, by each number that it was told; how many systems there are.
    Again for the same request and type, it adds none."""
    records = records_of_person(news.person)
    uids = dict(Client.objects.filter(pk__in=records).values_list("pk", "uid"))
    told = Disclosure.objects.filter(client_id__in=uids).order_by("destination", "client_id")
    if news.request.brand_id is not None:
        told = told.filter(destination__brand=news.request.brand_id)
    notices = [_notice(news, each, uids[each.client_id]) for each in told]
    RecipientNotice.objects.bulk_create(notices, ignore_conflicts=True)
    return len({each.destination_id for each in notices})


def deliver_next_notice(*, now: datetime) -> bool:
    """Send one that is due; False when there is none. As a delivery: claim, call without a transaction, settle."""
    notice = _claim(now)
    if notice is None:
        return False
    try:
        post_signed(notice.destination.url, *_message(notice, now))
    except (DeliveryError, SealError) as error:
        _put_off(notice, error)
    else:
        _acknowledge(notice)
    return True


def tell_again(request: SubjectRequest, *, at: datetime) -> int:
    """Those that gave no answer are asked once more, by a person's hand; how many."""
    stuck = RecipientNotice.objects.filter(request=request, status=Status.STUCK)
    return stuck.update(status=Status.DUE, attempts=0, due_at=at)


def _notice(news: News, told: Disclosure, uid: str) -> RecipientNotice:
    return RecipientNotice(
        request=news.request, destination_id=told.destination_id, client_id=told.client_id, type=news.what,
        sealed_uid=seal(SEALED_FOR, uid.encode()), fields=list(news.fields), due_at=news.at, created_at=news.at,
    )  # fmt: skip


@transaction.atomic
def _claim(now: datetime) -> RecipientNotice | None:
    under_way = RecipientNotice.objects.filter(status__in=[Status.DUE, Status.SENDING])
    # Of one request and record in their order: that a restriction ended is not told before that there was one.
    same = {name: OuterRef(name) for name in ("request", "destination", "client_id")}
    earlier = under_way.filter(**same, pk__lt=OuterRef("pk"))
    due = under_way.filter(~Exists(earlier), due_at__lte=now)
    held = due.select_for_update(skip_locked=True, of=("self",)).select_related("destination", "request")
    notice = held.filter(destination__is_active=True).order_by("due_at", "pk").first()
    if notice is None:
        return None
    notice.status, notice.lease_token = Status.SENDING, uuid.uuid4()
    notice.due_at, notice.attempts = now + timedelta(seconds=settings.WEBHOOK_LEASE_SECONDS), notice.attempts + 1
    notice.save(update_fields=["status", "lease_token", "due_at", "attempts"])
    return notice


def _message(notice: RecipientNotice, now: datetime) -> tuple[bytes, dict[str, str]]:
    """``{"type": "subject.erased", "timestamp": ..., "data": {"uid": ..., "request": "R-...", "fields": []}}``.
    Raises SealError."""
    uid = unseal(SEALED_FOR, notice.sealed_uid).decode()
    data = {"uid": uid, "request": notice.request.reference, "fields": notice.fields}
    message = {"type": notice.type, "timestamp": notice.created_at.isoformat(), "data": data}
    body = json.dumps(message, separators=(",", ":")).encode()
    secrets = secrets_of(notice.destination, now)
    return body, signed_headers(secrets, str(notice.message_id), int(now.timestamp()), body)


@transaction.atomic
def _acknowledge(notice: RecipientNotice) -> None:
    now = timezone.now()
    if _settle(notice, status=Status.ACKNOWLEDGED, answer="acknowledged", acknowledged_at=now, sealed_uid=""):
        log_step(notice.request, RequestStep.What.ACKNOWLEDGED, at=now, destination=notice.destination_id)


def _put_off(notice: RecipientNotice, error: DeliveryError | SealError) -> None:
    is_over = notice.attempts > len(WAITS) or error.code in ("http_410", "seal_unreadable")
    wait = max(WAITS[min(notice.attempts, len(WAITS)) - 1], getattr(error, "wait", 0.0))
    due_at = timezone.now() + timedelta(seconds=wait)
    _settle(notice, status=Status.STUCK if is_over else Status.DUE, answer=error.code, due_at=due_at)


def _settle(notice: RecipientNotice, **values: object) -> int:
    """Nothing, if the lease went to another worker meanwhile."""
    held = RecipientNotice.objects.filter(pk=notice.pk, status=Status.SENDING, lease_token=notice.lease_token)
    return held.update(**values, lease_token=None)
