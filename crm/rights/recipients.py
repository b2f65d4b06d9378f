"""Tell the destinations that were told of a person (GDPR Art. 19), signed as every message to them."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from clienteling.lib.sealing import SealError, seal, unseal
from consent.models import RequestStep, SubjectRequest
from consent.rights.steps import log_step
from crm.actions.deliveries import WAITS, secrets_of
from crm.destinations.errors import DeliveryError
from crm.destinations.signing import signed_headers
from crm.destinations.transport import post_signed
from crm.models import Audience, AudienceMember, Client, Destination, RecipientNotice, SegmentChange

SEALED_FOR = "recipient"
Status = RecipientNotice.Status


def tell_destinations_of(request: SubjectRequest, what: str, fields: Sequence[str], at: datetime) -> int:
    """A row for each system that was told of the person; how many. Again for the same request, it adds none."""
    client = request.client.canonical or request.client
    sealed = seal(SEALED_FOR, client.uid.encode())
    told = list(_told_of(client))
    RecipientNotice.objects.bulk_create(
        [
            RecipientNotice(
                request=request, destination=each, type=what, sealed_uid=sealed, fields=list(fields), due_at=at,
                created_at=at,
            )
            for each in told
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(told)


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


def _told_of(client: Client) -> QuerySet[Destination]:
    """Whose audiences hold the person, or held them: the log of segments says so as long as it is kept."""
    records = Client.objects.records_of(client).values("pk")
    entered = SegmentChange.objects.filter(segment=OuterRef("segment"), client__in=records)
    member = AudienceMember.objects.filter(audience=OuterRef("pk"), client_id__in=records)
    audiences = Audience.objects.filter(Q(Exists(entered)) | Q(Exists(member)))
    return Destination.objects.filter(pk__in=audiences.values("destination"), is_active=True).order_by("pk")


@transaction.atomic
def _claim(now: datetime) -> RecipientNotice | None:
    due = RecipientNotice.objects.filter(status__in=[Status.DUE, Status.SENDING], due_at__lte=now)
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
