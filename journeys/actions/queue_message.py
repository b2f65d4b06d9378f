"""A message of the service: asked for by what the client just did, not by a journey."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr, TruncDate

from consent.models import Decision
from crm.models import Brand, Client
from journeys.models import Send
from journeys.queries.languages import language_among

# Whoever typed an address and got no mail tries again; a link that comes days later confirms what is forgotten.
CONFIRMATION_LIFE = timedelta(hours=24)


def queue_message(  # noqa: PLR0913  # a row of the outbox, all named
    client: Client,
    *,
    brand: Brand,
    key: str,
    template: str,
    language: str,
    payload: dict[str, Any],
    at: datetime,
    life: timedelta,
    contact_hash: str,
    channel: str = "email",
) -> Send:
    """One row in the outbox, however often and from wherever it is asked for: ``key`` makes it one.

    It goes to the client's address of this ``contact_hash`` (consent.contact_hash) and to no other.
    """
    Send.objects.bulk_create(
        [
            Send(
                client=client,
                brand=brand,
                key=key,
                template=template,
                language=language,
                payload=payload,
                contact_hash=contact_hash,
                channel=channel,
                purpose="service",
                due_at=at,
                expires_at=at + life,
            )
        ],
        ignore_conflicts=True,
    )
    return Send.objects.get(key=key)


def confirmation_key(decision: Decision) -> str:
    """One for an address, purpose, brand and day in UTC; ``unasked_decisions`` builds the same in the database."""
    day = decision.captured_at.astimezone(UTC).date().isoformat()
    return f"confirm:{decision.contact_hash[:32]}:{decision.purpose_id}:{decision.brand_id}:{day}"


def unasked_decisions(*, since: datetime) -> QuerySet[Decision]:
    """Yeses by e-mail that wait for a question which nobody queued, recorded after ``since``, oldest first.

    What is asked on the boutique's tablet is asked there, and by no message.
    """
    key = Concat(
        Value("confirm:"), Substr("contact_hash", 1, 32), Value(":"), Cast("purpose_id", CharField()), Value(":"),
        Cast("brand_id", CharField()), Value(":"), Cast(TruncDate("captured_at", tzinfo=UTC), CharField()),
    )  # fmt: skip
    pending = Decision.objects.filter(
        status=Decision.Status.PENDING, channel="email", recorded_at__gt=since, confirmed_by=None
    )
    waiting = (
        pending.exclude(method=Decision.Method.BOUTIQUE_TABLET)
        .alias(key=key)
        .filter(~Exists(Send.objects.filter(key=OuterRef("key"))))
    )
    return waiting.select_related("client__canonical", "brand").order_by("pk")


def queue_confirmation(decision: Decision) -> Send | None:
    """Asks the owner of the address whether the pending yes is theirs; None on a channel without messages yet.

    At most one message a day for an address, purpose and brand, whoever types it how often: nobody can use the form
    to write to a stranger.
    """
    if decision.channel != "email" or decision.status != Decision.Status.PENDING:
        return None
    return queue_message(
        decision.client.canonical or decision.client,
        brand=decision.brand,
        key=confirmation_key(decision),
        template="consent-confirmation",
        language=language_among(decision.language, decision.client.language),
        payload={"decision": decision.pk},
        contact_hash=decision.contact_hash,
        at=decision.recorded_at,
        life=CONFIRMATION_LIFE,
    )
