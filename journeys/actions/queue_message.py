"""A message of the service: asked for by what the client just did, not by a journey."""

from datetime import datetime, timedelta
from typing import Any

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


def queue_confirmation(decision: Decision) -> Send | None:
    """Asks the owner of the address whether the pending yes is theirs; None on a channel without messages yet.

    At most one message a day for an address, purpose and brand, whoever types it how often: nobody can use the form
    to write to a stranger.
    """
    if decision.channel != "email" or decision.status != Decision.Status.PENDING:
        return None
    day = decision.captured_at.date().isoformat()
    return queue_message(
        decision.client.canonical or decision.client,
        brand=decision.brand,
        key=f"confirm:{decision.contact_hash[:32]}:{decision.purpose_id}:{decision.brand_id}:{day}",
        template="consent-confirmation",
        language=language_among(decision.language, decision.client.language),
        payload={"decision": decision.pk},
        contact_hash=decision.contact_hash,
        at=decision.recorded_at,
        life=CONFIRMATION_LIFE,
    )
