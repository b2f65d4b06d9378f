"""Everything that the head of a client's page says, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from clienteling.models import Note, Visit
from clienteling.queries.rhythm import ClientDates
from clienteling.queries.sentences import Present, Standing, sentences_about
from consent.queries.channels import ChannelState, channel_states
from crm.models import Boutique, Brand, Client, Identifier, Purchase, Relationship, SegmentMember, StockAlert, User
from crm.queries.clients import client_facts
from crm.queries.facts import ClientFacts
from journeys.models import CapRule, CapUse

SHOWN_AS_WRITTEN = ("email", "phone", "loyalty", "wechat_openid", "line", "card")


@dataclass(frozen=True)
class MessagesLeft:
    """How many marketing messages the cap still allows in its present window of ``days`` days."""

    left: int
    maximum: int
    days: int


@dataclass(frozen=True)
class ClientHead:
    client: Client
    sentences: list[str]
    facts: ClientFacts
    identifiers: list[Identifier]
    devices: int
    channels: list[ChannelState]
    messages: MessagesLeft | None
    segments: list[SegmentMember]
    visit: Visit | None
    notes: list[Note]
    tier: str

    @property
    def channels_decided(self) -> list[ChannelState]:
        return [state for state in self.channels if state.state != "unknown"]

    @property
    def channels_not_asked(self) -> list[ChannelState]:
        return [state for state in self.channels if state.state == "unknown"]


def client_head(
    client: Client, *, user: User, brand: Brand | None, boutique: Boutique | None, at: datetime
) -> ClientHead:
    """``brand`` is the one whose consent and caps count: the user's, else the first that knows the client."""
    places = list(Relationship.objects.filter(client=client).select_related("brand", "advisor").order_by("since", "pk"))
    brand = brand or (places[0].brand if places else None)
    facts = client_facts(client)
    identifiers = list(client.identifiers.filter(retracted_at=None).order_by(F("verified_at").desc(nulls_last=True)))
    segments = list(
        client.segment_memberships.select_related("segment__brand").order_by("segment__name", "segment__brand__name")
    )
    visit = _visit(client, boutique)
    standing = _standing(places, brand)
    today = at.astimezone(ZoneInfo(boutique.timezone if boutique else "UTC")).date()
    present = Present(
        arrived_at=visit.arrived_at.astimezone(ZoneInfo(boutique.timezone)) if visit and boutique else None,
        waiting_for=_waiting_for(client),
        segments=_names_beside(segments, standing.tier),
        dates=_dates(client),
    )
    return ClientHead(
        client=client,
        sentences=sentences_about(client, facts, standing, present, today),
        facts=facts,
        identifiers=[each for each in identifiers if each.namespace in SHOWN_AS_WRITTEN],
        devices=sum(each.namespace in ("anonymous", "device") for each in identifiers),
        channels=channel_states(client, brand=brand) if brand else [],
        messages=messages_left(client, brand, at) if brand else None,
        segments=segments,
        visit=visit,
        notes=list(notes_of(client, user)),
        tier=standing.tier,
    )


def notes_of(client: Client, user: User) -> QuerySet[Note]:
    """One's own notes, and what others of one's boutiques share; newest first."""
    boutiques = [membership.boutique_id for membership in user.memberships.all() if membership.boutique_id]
    readable = Q(author=user) | Q(is_private=False, boutique__in=boutiques)
    return Note.objects.filter(readable, client=client).select_related("author").order_by("-created_at", "-pk")


def messages_left(client: Client, brand: Brand, at: datetime) -> MessagesLeft | None:
    """What the brand's tightest cap leaves now; None for a brand without one. Two statements."""
    day = int(at.astimezone(UTC).timestamp() // 86_400)
    found = []
    for rule in CapRule.objects.filter(brand=brand):
        use = CapUse.objects.filter(rule=rule, client=client, window=day // rule.days).first()
        found.append(MessagesLeft(max(0, rule.maximum - (use.used if use else 0)), rule.maximum, rule.days))
    return min(found, key=lambda cap: cap.left, default=None)


def _visit(client: Client, boutique: Boutique | None) -> Visit | None:
    if boutique is None:
        return None
    return Visit.objects.filter(client=client, boutique=boutique, left_at=None).select_related("advisor").first()


def _standing(places: Sequence[Relationship], brand: Brand | None) -> Standing:
    here = [place for place in places if brand is None or place.brand_id == brand.pk]
    return Standing(
        brands=list(dict.fromkeys(place.brand.name for place in places)),
        since=places[0].since.date() if places else None,
        tier=next((place.tier for place in here if place.tier), ""),
        advisor=next((place.advisor.first_name or str(place.advisor) for place in here if place.advisor), ""),
    )


def _names_beside(segments: Sequence[SegmentMember], tier: str) -> list[str]:
    """Names of segments that say more than the tier does; each once, though several brands may have one."""
    return [name for name in dict.fromkeys(member.segment.name for member in segments) if name != tier]


def _waiting_for(client: Client) -> list[str]:
    alerts = StockAlert.objects.filter(client=client, status=StockAlert.Status.WAITING)
    return [alert.variant.product.name_in("en") for alert in alerts.select_related("variant__product")[:3]]


def _dates(client: Client) -> ClientDates:
    sales = Purchase.objects.filter(client=client, kind=Purchase.Kind.SALE).order_by("occurred_at")
    bought = sorted({moment.date() for moment in sales.values_list("occurred_at", flat=True)})
    last = client.contacts.order_by("-at").values_list("at", flat=True).first()
    return ClientDates(bought, last.date() if last else None, client.birth_date, client.key_dates)
