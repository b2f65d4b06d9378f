"""Where a client stands with a house's messages: the journeys they are on, and what the cap leaves. One statement."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Least

from clienteling.lib.compiled import given_id
from consent.models import ContactPreference
from crm.models import Brand, Client
from crm.queries.together import CLIENT, ListOf, moment_in, moment_or_none, read_together
from crm.sharing import Reach
from journeys.models import CapRule, CapUse, Enrolment


@dataclass(frozen=True)
class OnJourney:
    """``due_at`` is the moment of the next step; None while it waits for an event."""

    name: str
    house: str
    since: datetime
    due_at: datetime | None
    waiting_for: str


@dataclass(frozen=True)
class MessagesLeft:
    """How many marketing messages the cap still allows in its present window of ``days`` days."""

    left: int
    maximum: int
    days: int


@dataclass(frozen=True)
class MessageStanding:
    """``messages``: what the house's tightest cap leaves now; None for a house without one."""

    journeys: list[OnJourney]
    messages: MessagesLeft | None


def message_standing(client: Client, *, reach: Reach, brand: Brand | int | None, at: datetime) -> MessageStanding:
    """One statement."""
    values = {
        "client": client.pk,
        "house": brand.pk if isinstance(brand, Brand) else brand,
        "day": int(at.astimezone(UTC).timestamp() // 86_400),
        **reach.given,
    }
    shape = ("messages", reach.every_house)
    found = read_together(shape, lambda: {"journeys": _journeys(reach), "caps": _caps()}, values)
    caps = [MessagesLeft(max(0, cap["maximum"] - cap["used"]), cap["maximum"], cap["days"]) for cap in found["caps"]]
    journeys = [
        OnJourney(**{**row, "since": moment_in(row["since"]), "due_at": moment_or_none(row["due_at"])})
        for row in found["journeys"]
    ]
    return MessageStanding(journeys, min(caps, key=lambda cap: cap.left, default=None))


def _journeys(reach: Reach) -> ListOf:
    live = Enrolment.objects.filter(reach.of_house("journey__brand"), client=CLIENT, status=Enrolment.Status.LIVE)
    fields = {
        "name": "journey__name",
        "house": "journey__brand__name",
        "since": "created_at",
        "due_at": "due_at",
        "waiting_for": "waiting_for",
    }
    return ListOf(live.order_by("-created_at", "-pk"), fields)


def _caps() -> ListOf:
    """Every cap of the house with what this client used in the window of this day (days since the epoch)."""
    window = CombinedExpression(given_id("day"), "/", OuterRef("days"), output_field=IntegerField())
    used = CapUse.objects.filter(rule=OuterRef("pk"), client=CLIENT, window=window).values("used")[:1]
    own = ContactPreference.objects.filter(client=CLIENT, brand=OuterRef("brand"), at_most__isnull=False)
    at_most = Subquery(own.values("at_most")[:1], output_field=IntegerField())
    asked = Case(
        When(days=30, then=Least(F("maximum"), at_most, output_field=IntegerField())),
        default=F("maximum"),
        output_field=IntegerField(),
    )
    fields = {"maximum": asked, "days": F("days"), "used": Coalesce(Subquery(used), 0)}
    return ListOf(CapRule.objects.filter(brand=given_id("house")).order_by("days"), fields)
