"""Where a client stands with a house's messages: the journeys they are on, and what the cap leaves. One statement."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Least

from consent.models import ContactPreference
from crm.models import Brand, Client
from crm.queries.together import ListOf, moment_in, moment_or_none, read_together
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
    found = read_together(client, {"journeys": _journeys(client, reach), "caps": _caps(client, brand, at)})
    caps = [MessagesLeft(max(0, cap["maximum"] - cap["used"]), cap["maximum"], cap["days"]) for cap in found["caps"]]
    journeys = [
        OnJourney(**{**row, "since": moment_in(row["since"]), "due_at": moment_or_none(row["due_at"])})
        for row in found["journeys"]
    ]
    return MessageStanding(journeys, min(caps, key=lambda cap: cap.left, default=None))


def _journeys(client: Client, reach: Reach) -> ListOf:
    live = Enrolment.objects.filter(reach.of_house("journey__brand"), client=client, status=Enrolment.Status.LIVE)
    fields = {
        "name": "journey__name",
        "house": "journey__brand__name",
        "since": "created_at",
        "due_at": "due_at",
        "waiting_for": "waiting_for",
    }
    return ListOf(live.order_by("-created_at", "-pk"), fields)


def _caps(client: Client, brand: Brand | int | None, at: datetime) -> ListOf:
    """Every cap of the house with what this client used in the window of this moment (days since the epoch)."""
    day = Value(int(at.astimezone(UTC).timestamp() // 86_400), IntegerField())
    window = CombinedExpression(day, "/", OuterRef("days"), output_field=IntegerField())
    used = CapUse.objects.filter(rule=OuterRef("pk"), client=client, window=window).values("used")[:1]
    rules = CapRule.objects.filter(brand=brand) if brand is not None else CapRule.objects.none()
    own = ContactPreference.objects.filter(client=client, brand=OuterRef("brand"), at_most__isnull=False)
    asked = Case(When(days=30, then=Least(F("maximum"), Subquery(own.values("at_most")[:1]))), default=F("maximum"))
    fields = {"maximum": asked, "days": F("days"), "used": Coalesce(Subquery(used), 0)}
    return ListOf(rules.order_by("days"), fields)
