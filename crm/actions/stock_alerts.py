"""Take a client's wish to hear when a piece is back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from consent.actions.decide import record_decision
from consent.queries.notices import notice_for
from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.actions.segments import enter_segment
from crm.identity.claims import IdentifierClaim
from crm.identity.namespaces import normalise_identifier
from crm.identity.resolve import resolve_client
from crm.models import Brand, Client, Segment, StockAlert, Variant
from crm.signals import stock_alert_requested

_CHANNEL = "email"


@transaction.atomic
def request_stock_alert(  # noqa: PLR0913  # what the form says, all named
    *,
    brand: Brand,
    variant: Variant,
    email: str,
    tags: Sequence[str],
    language: str,
    source: str,
    anonymous_id: str = "",
    consent_given: bool,
    at: datetime,
) -> StockAlert:
    """Keep the wish; the same one again gives the first back, with ``is_repeat`` true.

    1. Find or make the client by the address; the visitor's device joins them.
    2. Enter the segments of the context's tags (Gift).
    3. Record the decisions: alerts on this piece, and marketing when its own box was ticked.
    4. On commit, ``stock_alert_requested``, once. Raises IdentityError for an address that is none.
    """
    address = normalise_identifier(_CHANNEL, email)
    client = _client(address, anonymous_id, language=language, source=source, at=at)
    know_client(client, brand=brand, at=at)
    for segment in Segment.objects.filter(brand=brand, tag__in=[tag for tag in tags if tag]).order_by("pk"):
        enter_segment(segment, client, reason="stock alert", at=at)
    for purpose in ("stock-alerts", "marketing") if consent_given else ("stock-alerts",):
        record_decision(
            client, brand=brand, purpose=purpose, channel=_CHANNEL, contact=address, status="given",
            method="web_form", origin=source, language=language, notice=notice_for(purpose, language), at=at,
            # Anybody can type an address: where a no was said there, its owner is asked first (decision 38).
            is_proven=False,
        )  # fmt: skip
    return _waiting(client, variant, brand=brand, tags=list(tags), language=language)


def _client(address: str, anonymous_id: str, *, language: str, source: str, at: datetime) -> Client:
    claims = [IdentifierClaim("email", address)]
    if anonymous_id:
        claims.append(IdentifierClaim("anonymous", anonymous_id))
    is_new = not Client.objects.filter(
        identifiers__namespace="email", identifiers__value=address, identifiers__retracted_at=None
    ).exists()
    client = resolve_client(claims, source=source, asserted_at=at)
    assert client is not None  # noqa: S101  # an address always finds or makes somebody
    return update_client(client, language=language) if is_new else client


def _waiting(client: Client, variant: Variant, **facts: object) -> StockAlert:
    alert, is_new = StockAlert.objects.get_or_create(
        client=client, variant=variant, channel=_CHANNEL, status=StockAlert.Status.WAITING, defaults=facts
    )
    alert.is_repeat = not is_new
    if is_new:
        transaction.on_commit(partial(stock_alert_requested.send, sender=StockAlert, alert_id=alert.pk))
    return alert
