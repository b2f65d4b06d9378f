"""Send what is due to destinations: claimed by one worker, tried again until it arrives, in order for each audience."""

import hashlib
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from clienteling.lib.sealing import SealError, unseal
from consent.actions.transfers import note_refusals, note_transfers
from consent.contact_hash import contact_hashes
from consent.models import Suppression
from consent.queries.transfers import grounds_to
from consent.residency.regions import Region
from crm.actions.destinations import SEALED_FOR
from crm.destinations.errors import DeliveryError
from crm.destinations.message import CHANGED, AudienceNews, Told, message_body
from crm.destinations.signing import signed_headers
from crm.destinations.transport import post_signed
from crm.models import AudienceMember, Client, Delivery, Destination, Identifier
from crm.queries.audiences import place_of
from crm.residency import who_may_go, with_region

# Seconds until the next try, as the Standard Webhooks specification suggests; after the last it waits for a person.
WAITS = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
JITTER = 0.2

_CLAIM = """
UPDATE crm_delivery SET status = 'sending', attempts = attempts + 1, lease_token = %(token)s, lease_until = %(until)s
WHERE id = (
    SELECT w.id FROM crm_delivery w
    JOIN crm_audience a ON a.id = w.audience_id JOIN crm_destination d ON d.id = a.destination_id
    WHERE d.is_active AND (
        (w.status = 'due' AND w.due_at <= %(now)s) OR (w.status = 'sending' AND w.lease_until < %(now)s))
    AND NOT EXISTS (
        SELECT FROM crm_delivery f
        WHERE f.audience_id = w.audience_id AND f.number < w.number AND f.status <> 'delivered')
    ORDER BY w.due_at LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
RETURNING id
"""


def deliver_next(*, now: datetime) -> bool:
    """Send one message that is due; False when there is none.

    1. Claim it: whose worker died is due again when the lease ends, under the same message id.
    2. Leave out whoever is no longer to be told of: consent may have changed since it was written.
    3. Call, without a transaction.
    4. Write down what came of it, if it is still ours.
    """
    token = uuid.uuid4()
    delivery = _claim(token, now)
    if delivery is None:
        return False
    entered = _still_here(delivery, now) if delivery.type == CHANGED else {}
    try:
        post_signed(delivery.audience.destination.url, *_message(delivery, list(entered), now))
    except (DeliveryError, SealError) as error:
        _put_off(delivery, token, error)
    else:
        _arrived(delivery, token)
        _note_crossing(delivery, entered.values(), now)
    return True


def try_again(delivery: Delivery, *, at: datetime) -> bool:
    """A message that was given up is due once more, by a person's hand. False: it was not given up."""
    stuck = Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.STUCK)
    return stuck.update(status=Delivery.Status.DUE, attempts=0, due_at=at) == 1


def _claim(token: uuid.UUID, now: datetime) -> Delivery | None:
    until = now + timedelta(seconds=settings.WEBHOOK_LEASE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"token": token, "until": until, "now": now})
        claimed = cursor.fetchone()
    if claimed is None:
        return None
    found = Delivery.objects.select_related(
        "audience__destination__brand", "audience__destination__purpose", "audience__segment"
    )
    return found.get(pk=claimed[0])


def _message(delivery: Delivery, entered: list[str], now: datetime) -> tuple[bytes, dict[str, str]]:
    audience, destination = delivery.audience, delivery.audience.destination
    news = AudienceNews(
        delivery.type, audience.pk, audience.segment.code, destination.brand.code, delivery.number,
        _told(destination, entered), _told(destination, delivery.left),
    )  # fmt: skip
    body = message_body(news, at=delivery.created_at)
    return body, signed_headers(secrets_of(destination, now), str(delivery.message_id), int(now.timestamp()), body)


def _still_here(delivery: Delivery, now: datetime) -> dict[str, Region]:
    """Unique id to region of those who are still to be told of, and may go there: a rule, a country or a consent may
    have changed since. Who may not is written down."""
    destination = delivery.audience.destination
    here = AudienceMember.objects.filter(audience=delivery.audience_id).values("client_id")
    held = Client.objects.filter(uid__in=delivery.entered, pk__in=here)
    to, brand_id = Region(destination.region), destination.brand_id
    allowed = dict(who_may_go(held, to=to, brand_id=brand_id, at=now).values_list("uid", "region"))
    stopped = with_region(held.exclude(uid__in=allowed)).values_list("pk", "region")
    refused = [(pk, Region(region)) for pk, region in stopped]
    note_refusals(refused, to=place_of(destination), purpose=destination.purpose.code, at=now)
    return {uid: Region(region) for uid, region in sorted(allowed.items())}


def _note_crossing(delivery: Delivery, regions: Iterable[Region], now: datetime) -> None:
    """How many came from each other region, on which ground: a row for each, of the whole message."""
    destination = delivery.audience.destination
    grounds = grounds_to(Region(destination.region))
    counts = [(region, grounds.get(region, ""), count) for region, count in Counter(regions).items()]
    note_transfers(counts, to=place_of(destination), purpose=destination.purpose.code, at=now)


def _told(destination: Destination, uids: list[str]) -> list[Told]:
    if destination.tells == Destination.Tells.UID:
        return [{"uid": uid} for uid in uids]
    held = Identifier.objects.filter(client__uid__in=uids, namespace="email", retracted_at=None).order_by("-pk")
    emails = _unsuppressed(dict(held.values_list("client__uid", "value")), destination)
    return [{"uid": uid, **_hashed(emails.get(uid))} for uid in uids]


def _unsuppressed(emails: dict[str, str], destination: Destination) -> dict[str, str]:
    """By unique id, without the addresses that nobody may write to."""
    hashes = {uid: contact_hashes("email", email) for uid, email in emails.items()}
    live = Suppression.objects.filter(Q(brand=destination.brand_id) | Q(brand=None), channel="email", lifted_at=None)
    silent = set(
        live.filter(contact_hash__in=[each for family in hashes.values() for each in family]).values_list(
            "contact_hash", flat=True
        )
    )
    return {uid: email for uid, email in emails.items() if silent.isdisjoint(hashes[uid])}


def _hashed(email: str | None) -> Told:
    return {"email_sha256": hashlib.sha256(email.encode()).hexdigest()} if email else {}


def secrets_of(destination: Destination, now: datetime) -> list[bytes]:
    """The secret in force, and the former one while it lasts. Raises SealError."""
    held = [unseal(SEALED_FOR, destination.secret)]
    if destination.former_until is not None and destination.former_until > now:
        held.append(unseal(SEALED_FOR, destination.former_secret))
    return held


def _arrived(delivery: Delivery, token: uuid.UUID) -> None:
    """Whom it named is not kept: the log says how many."""
    _outcome(
        delivery, token, status=Delivery.Status.DELIVERED, answer="delivered", delivered_at=timezone.now(),
        entered=[], left=[],
    )  # fmt: skip


def _put_off(delivery: Delivery, token: uuid.UUID, error: DeliveryError | SealError) -> None:
    """410 Gone means what it says (Standard Webhooks): it is not tried again by itself."""
    is_over = delivery.attempts > len(WAITS) or error.code in ("http_410", "seal_unreadable")
    status = Delivery.Status.STUCK if is_over else Delivery.Status.DUE
    planned = WAITS[min(delivery.attempts, len(WAITS)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    wait = max(planned, getattr(error, "wait", 0.0))
    _outcome(delivery, token, status=status, answer=error.code, due_at=timezone.now() + timedelta(seconds=wait))


def _outcome(delivery: Delivery, token: uuid.UUID, **values: object) -> None:
    """Nothing, if the lease went to another worker meanwhile: the outcome is then theirs to write."""
    held = Delivery.objects.filter(pk=delivery.pk, lease_token=token, status=Delivery.Status.SENDING)
    held.update(**values, lease_token=None, lease_until=None)
