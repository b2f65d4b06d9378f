"""That there is news of what a client asked under their rights; what it says stands on their own page alone."""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from consent.contact_hash import contact_hash
from consent.models import IdentityChallenge, RequestStep
from consent.rights.news import news_steps
from journeys.actions.queue_code import house_of
from journeys.actions.queue_message import queue_message
from journeys.models import Send
from journeys.queries.languages import language_of

LIFE = timedelta(days=3)
CHANNEL = "email"


def queue_request_news(step: RequestStep) -> Send | None:
    """One message for a step; None for somebody without an address, or in a group without a brand."""
    client = step.request.client.canonical or step.request.client
    brand, address = step.request.brand or house_of(client), client.contact_point(CHANNEL)
    if brand is None or address is None:
        return None
    return queue_message(
        client,
        brand=brand,
        key=f"request:{step.pk}",
        template="request-news",
        language=language_of(client, brand),
        payload={"request": step.request_id},
        contact_hash=contact_hash(CHANNEL, address),
        at=step.at,
        life=LIFE,
    )


def untold_steps(*, since: datetime) -> QuerySet[RequestStep]:
    """News after ``since`` of which nobody queued a message, oldest first."""
    steps = news_steps().filter(at__gt=since, request__client__erased_at=None)
    return (
        steps.filter(~_is_queued("request:"))
        .select_related("request__client__canonical", "request__brand")
        .order_by("pk")
    )


def unsent_codes(*, at: datetime) -> QuerySet[IdentityChallenge]:
    """Codes that may still be typed and that nobody queued."""
    asked = IdentityChallenge.objects.filter(expires_at__gt=at, used_at=None).filter(~_is_queued("identity:"))
    return asked.select_related("request__client__canonical", "request__brand").order_by("pk")


def _is_queued(prefix: str) -> Exists:
    key = Concat(Value(prefix), Cast(OuterRef("pk"), CharField()))
    return Exists(Send.objects.filter(key=key))
