"""Who would be glad to hear from this advisor: at most five, each with one line of fact, or silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, TruncDate

from clienteling.models import SuggestionAnswer, Visit
from clienteling.queries.rhythm import ClientDates, Reason, reason_for
from clienteling.queries.words import action_in_words, channel_in_sentence
from consent.queries.open_channels import clients_profiled, open_channels
from crm.models import Boutique, Client, Purchase, User

AT_MOST = 5
KINDS = ("due", "first_purchase", "key_date", "lapsing")
# A line drawn from the rhythm of purchases is profiling: it needs the client's consent to it.
FROM_HISTORY = {"due", "lapsing"}
PREFERRED = ["email", "phone", "whatsapp", "wechat", "line", "sms"]


@dataclass(frozen=True)
class Suggestion:
    """``line`` is the fact, ``only`` says which channel is the only open one; ``channel`` is the one to use and
    ``action`` the words on the button."""

    client: Client
    kind: str
    line: str
    only: str
    channel: str
    action: str


def suggestions_for(user: User, boutique: Boutique, at: datetime) -> list[Suggestion]:
    """The best reasons in the advisor's own book. Nobody who refused every channel, nobody answered for the time
    being, nobody who stands in the boutique. Five statements, whatever the size of the book.
    """
    today = at.astimezone(ZoneInfo(boutique.timezone)).date()
    answered = set(_answers(user, at).values_list("client_id", "kind"))
    reasons = [(client, reason_for(_dates(client), today)) for client in _book(user, boutique)]
    found = [(client, reason) for client, reason in reasons if reason and (client.pk, reason.kind) not in answered]
    found.sort(key=lambda pair: (-pair[1].weight, pair[0].pk))
    return _by_turns(_reachable(found, boutique, at))


def _book(user: User, boutique: Boutique) -> QuerySet[Client]:
    """The advisor's clients who are not in the boutique now, each with the facts that a reason needs."""
    bought = (
        Purchase.objects.filter(client=OuterRef("pk"), brand=boutique.brand_id, kind=Purchase.Kind.SALE)
        .annotate(day=TruncDate("occurred_at", tzinfo=ZoneInfo(boutique.timezone)))
        .values("day")
        .distinct()
        .order_by("day")
    )
    here = Visit.objects.filter(boutique=boutique, left_at=None).values("client")
    return (
        Client.objects.live()
        .filter(relationships__boutique=boutique, relationships__advisor=user)
        .exclude(pk__in=here)
        .annotate(
            bought=ArraySubquery(bought.values("day")),
            last_word=Greatest(Max("contacts__at"), Max("sends__sent_at", filter=Q(sends__status="sent"))),
        )
    )


def _dates(client: Client) -> ClientDates:
    last_word = client.last_word  # type: ignore[attr-defined]
    return ClientDates(
        bought=client.bought,  # type: ignore[attr-defined]
        last_contact=last_word.date() if last_word else None,
        birth_date=client.birth_date,
        key_dates=client.key_dates,
    )


def _answers(user: User, at: datetime) -> QuerySet[SuggestionAnswer]:
    return SuggestionAnswer.objects.filter(user=user, until__gt=at)


def _reachable(found: list[tuple[Client, Reason]], boutique: Boutique, at: datetime) -> list[Suggestion]:
    ids = [client.pk for client, _ in found]
    channels = open_channels(ids, brand=boutique.brand, at=at)
    profiled = clients_profiled(ids, brand=boutique.brand, at=at)
    return [
        _suggestion(client, reason, channels[client.pk])
        for client, reason in found
        if channels.get(client.pk) and (reason.kind not in FROM_HISTORY or client.pk in profiled)
    ]


def _by_turns(found: list[Suggestion]) -> list[Suggestion]:
    """Five at most, one of each kind in turn, so that a week of birthdays does not hide who is expected."""
    kinds = [[each for each in found if each.kind == kind] for kind in KINDS]
    turns = chain.from_iterable(zip_longest(*kinds))
    return [each for each in turns if each is not None][:AT_MOST]


def _suggestion(client: Client, reason: Reason, channels: list[str]) -> Suggestion:
    channel = _preferred(channels)
    only = f"Only {channel_in_sentence(channel)} is open." if len(channels) == 1 else ""
    verb = "Thank" if reason.kind == "first_purchase" else "Call" if channel == "phone" else "Write"
    action = action_in_words(verb, client.salutation)
    return Suggestion(client, reason.kind, reason.line, only, channel, action)


def _preferred(channels: Iterable[str]) -> str:
    return min(channels, key=lambda code: PREFERRED.index(code) if code in PREFERRED else len(PREFERRED))
