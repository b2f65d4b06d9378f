"""Audiences: which are live, what decides who is in them, and how they fare."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from consent.models import Purpose
from consent.queries.lineage import is_marketing
from consent.queries.transfers import Place
from consent.residency.regions import Region
from crm.destinations.regions import MayGoTo
from crm.models import Audience, AudienceMember, Brand, Delivery, Destination, Segment
from crm.segments.fragment import Scope
from crm.segments.kinds.consent import Consent
from crm.segments.kinds.in_segment import InSegment
from crm.segments.kinds.suppressed import Silent, Writable
from crm.segments.rules import Group, Leaf, Rule


@dataclass(frozen=True)
class DefinedAudience:
    """An audience, with the definition that its segment, purpose and region make."""

    id: int
    brand_id: int
    definition: Group
    zone: str
    place: Place
    purpose: str

    @property
    def regardless(self) -> Group:
        """The same without the border: who would be told of if there were none."""
        rules = [rule for rule in self.definition.rules if not isinstance(rule, MayGoTo)]
        return Group(self.definition.operator, tuple(rules))

    def scope(self, at: datetime, client_ids: tuple[int, ...] | None = None) -> Scope:
        return Scope(self.brand_id, at, client_ids, self.zone)


@dataclass(frozen=True)
class AudienceLine:
    """How an audience stands. ``waiting``: messages not yet delivered; ``is_stuck``: the first of them was given up."""

    audience: Audience
    members: int
    waiting: int
    is_stuck: bool
    delivered_at: datetime | None


def defined_audiences(audiences: Iterable[Audience]) -> list[DefinedAudience]:
    """Each of those given; ask for them with ``live_audiences``, which joins what is needed."""
    return [
        DefinedAudience(
            each.pk,
            each.segment.brand_id,
            audience_definition(each),
            each.segment.brand.timezone,
            place_of(each.destination),
            each.destination.purpose.code,
        )  # fmt: skip
        for each in audiences
    ]


def place_of(destination: Destination) -> Place:
    """As the log of transfers names it."""
    return Place(f"destination {destination.pk}", Region(destination.region))


def live_audiences() -> QuerySet[Audience]:
    return Audience.objects.filter(stopped_at=None).select_related("destination__purpose", "segment__brand")


def audience_definition(audience: Audience) -> Group:
    """In the segment, allowed to go to the region, the purpose holds, and the address is not suppressed.

    A purpose that rests on consent needs a yes; one that rests on another basis (GDPR Art. 6(1)(b)-(f)) stops at a no.
    """
    destination = audience.destination
    purpose, channel = destination.purpose, destination.channel
    there: tuple[Rule, ...] = (InSegment(audience.segment.code), MayGoTo(destination.region))
    if purpose.lawful_basis == Purpose.Basis.CONSENT and channel:
        return Group("and", (*there, Writable(purpose.code, channel, is_marketing(purpose))))
    if purpose.lawful_basis == Purpose.Basis.CONSENT:
        there = (*there, Consent(purpose.code, "", "given"))
        noes: tuple[Leaf, ...] = ()
    else:
        noes = tuple(Consent(purpose.code, channel, state) for state in ("refused", "withdrawn"))
    if addressed := channel or _told_address(destination):
        # What is shared beyond the house is marketing to whoever objected to it, whatever the purpose is called.
        noes = (*noes, Silent(addressed, not channel or is_marketing(purpose)))
    return Group("and", (*there, Group("not", noes)) if noes else there)


def _told_address(destination: Destination) -> str:
    """The channel whose address a destination is told of, though it does not write by it."""
    return "email" if destination.tells == Destination.Tells.EMAIL else ""


def audiences_watching(segment_id: int) -> QuerySet[Audience]:
    return Audience.objects.filter(segment=segment_id, stopped_at=None)


def destinations_of(brands: QuerySet[Brand]) -> QuerySet[Destination]:
    """By brand and name, each with its live audiences counted (``live``) and its messages that were given up
    (``stuck``)."""
    live = Count("audiences", filter=Q(audiences__stopped_at=None), distinct=True)
    is_stuck = Q(audiences__deliveries__status=Delivery.Status.STUCK, audiences__stopped_at=None)
    stuck = Count("audiences__deliveries", filter=is_stuck, distinct=True)
    found = Destination.objects.filter(brand__in=brands).select_related("brand", "purpose")
    return found.annotate(live=live, stuck=stuck).order_by("brand__name", "name")


def audience_lines(destination: Destination) -> list[AudienceLine]:
    """The live audiences of a destination. Three statements."""
    audiences = list(destination.audiences.filter(stopped_at=None).select_related("segment").order_by("segment__name"))
    counted = AudienceMember.objects.filter(audience__in=audiences).values("audience").annotate(count=Count("pk"))
    members = dict(counted.values_list("audience", "count"))
    figures = _figures_of(audiences)
    return [AudienceLine(each, members.get(each.pk, 0), *figures.get(each.pk, (0, False, None))) for each in audiences]


def _figures_of(audiences: list[Audience]) -> dict[int, tuple[int, bool, datetime | None]]:
    """By audience: messages that wait, whether one was given up, and when the last one arrived."""
    of_each = Delivery.objects.filter(audience__in=audiences).values("audience")
    summed = of_each.annotate(
        waiting=Count("pk", filter=~Q(status=Delivery.Status.DELIVERED)),
        stuck=Count("pk", filter=Q(status=Delivery.Status.STUCK)),
        last=Max("delivered_at"),
    )
    rows = summed.values_list("audience", "waiting", "stuck", "last")
    return {audience: (waiting, stuck > 0, last) for audience, waiting, stuck, last in rows}


def delivery_log(destination: Destination, *, before: str = "", page: int = 50) -> tuple[list[Delivery], str]:
    """The newest first, and where the next page begins; "" at the end."""
    found = Delivery.objects.filter(audience__destination=destination).select_related("audience__segment")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found.order_by("-pk")[: page + 1])
    return rows[:page], str(rows[page - 1].pk) if len(rows) > page else ""


def segments_to_send(destination: Destination) -> QuerySet[Segment]:
    """Segments of the brand that this destination is not told of."""
    told = destination.audiences.filter(stopped_at=None).values("segment")
    return Segment.objects.filter(brand=destination.brand).exclude(pk__in=told).order_by("name")
