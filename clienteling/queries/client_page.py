"""Everything that a client's page says, in seven statements at most, whatever the length of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clienteling.queries.care import Care, care_of
from clienteling.queries.pieces import Bought, pieces_bought
from clienteling.queries.rhythm import ClientDates
from clienteling.queries.sentences import Present, Standing, sentences_about
from consent.queries.channels import ChannelState, channel_states
from crm.models import Boutique, Brand, Client, User
from crm.queries.facts import ClientFacts, facts_of
from crm.queries.profile import ClientProfile, KnownIdentifier, KnownPlace, client_profile
from crm.queries.receipts import Receipt, receipts_of
from crm.queries.timeline import TimelinePage, timeline
from crm.sharing import reach_of
from journeys.queries.standing import MessageStanding, message_standing

SHOWN_AS_WRITTEN = ("email", "phone", "loyalty", "wechat_openid", "line", "card")
STORY = 30


@dataclass(frozen=True)
class ClientPage:
    """``brand_id``: the house whose consent and caps count here; None for a client whom no house knows."""

    client: Client
    brand_id: int | None
    sentences: list[str]
    facts: ClientFacts
    profile: ClientProfile
    care: Care
    bought: list[Bought]
    channels: list[ChannelState]
    standing: MessageStanding
    story: TimelinePage
    tier: str

    @property
    def identifiers(self) -> list[KnownIdentifier]:
        return [each for each in self.profile.identifiers if each.namespace in SHOWN_AS_WRITTEN]

    @property
    def devices(self) -> int:
        return sum(each.namespace in ("anonymous", "device") for each in self.profile.identifiers)

    @property
    def channels_decided(self) -> list[ChannelState]:
        return [state for state in self.channels if state.state != "unknown"]

    @property
    def channels_not_asked(self) -> list[ChannelState]:
        return [state for state in self.channels if state.state == "unknown"]


@dataclass(frozen=True)
class Known:
    """What was read of a client, before anything is said."""

    profile: ClientProfile
    receipts: list[Receipt]
    care: Care


def client_page_of(
    client: Client, *, user: User, brand: Brand | None, boutique: Boutique | None, at: datetime
) -> ClientPage:
    """``brand`` is the user's; without one, that of the house which has known the client longest counts.

    Statements: profile, receipts, the boutiques' knowledge, consents, messages, the first page of the story.
    """
    reach, zone = reach_of(user), ZoneInfo(boutique.timezone if boutique else "UTC")
    profile, receipts = (
        client_profile(client, seen=Client.objects.visible_to(user), reach=reach),
        receipts_of(client, reach),
    )
    known = Known(profile, receipts, care_of(client, reach=reach, boutique=boutique))
    brand_id = brand.pk if brand else next((place.brand_id for place in profile.places), None)
    standing, facts = _standing(profile.places, brand_id), facts_of(receipts)
    present = _present(client, known, standing.tier, zone)
    return ClientPage(
        client=client,
        brand_id=brand_id,
        sentences=sentences_about(client, facts, standing, present, at.astimezone(zone).date()),
        facts=facts,
        profile=profile,
        care=known.care,
        bought=pieces_bought(receipts),
        channels=channel_states(client, brand=brand_id) if brand_id else [],
        standing=message_standing(client, reach=reach, brand=brand_id, at=at),
        story=timeline(client, reach=reach, limit=STORY),
        tier=standing.tier,
    )


def _present(client: Client, known: Known, tier: str, zone: ZoneInfo) -> Present:
    here_since = known.care.here_since
    return Present(
        arrived_at=here_since.astimezone(zone) if here_since else None,
        waiting_for=[piece.name for piece in known.profile.waiting_for],
        segments=_names_beside(known.profile, tier),
        dates=_dates(client, known.receipts, known.care),
    )


def _standing(places: Sequence[KnownPlace], brand_id: int | None) -> Standing:
    here = [place for place in places if brand_id is None or place.brand_id == brand_id]
    return Standing(
        brands=list(dict.fromkeys(place.house for place in places)),
        since=places[0].since.date() if places else None,
        tier=next((place.tier for place in here if place.tier), ""),
        advisor=next((place.advisor for place in here if place.advisor), ""),
    )


def _names_beside(profile: ClientProfile, tier: str) -> list[str]:
    """Names of segments that say more than the tier does; each once, though several houses may have one."""
    return [name for name in dict.fromkeys(each.name for each in profile.segments) if name != tier]


def _dates(client: Client, receipts: Sequence[Receipt], care: Care) -> ClientDates:
    bought = sorted({receipt.at.date() for receipt in receipts if receipt.is_sale})
    last = care.last_contact.date() if care.last_contact else None
    return ClientDates(bought, last, client.birth_date, client.key_dates)
