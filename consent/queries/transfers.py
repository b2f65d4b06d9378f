"""May data of this client go there? The one door, for messages, files, keys and other systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.models import CurrentDecision, Decision, Processor, Transfer, TransferRule
from consent.purposes import SEPARATE_PURPOSES
from consent.residency.homes import region_of_client
from consent.residency.regions import Region, home_region
from consent.subjects import Subject

PAGE = 50
CONSENT = "cross-border"
# Grounds that hold for whoever said yes alone.
BY_CONSENT = frozenset({TransferRule.Ground.CONSENT, TransferRule.Ground.SEPARATE})
DEFAULT = "default"


@dataclass(frozen=True)
class Place:
    """A system that is to have the data: ``words`` name it in the log, such as "destination 7"."""

    words: str
    region: Region


@dataclass(frozen=True)
class TransferVerdict:
    """``reason``: same_region, allowed, no_rule, no_consent. ``ground`` is empty where nothing crosses, or may not."""

    is_allowed: bool
    reason: str
    from_region: Region
    to: Place
    ground: str = ""
    decision_id: int | None = None

    @property
    def is_crossing(self) -> bool:
        return self.from_region != self.to.region


def may_transfer(client: Subject, *, to: Place, purpose: str, brand_id: int | None, at: datetime) -> TransferVerdict:
    """Ask before data leaves, whatever the purpose; the caller writes down what crosses or may not (note_transfer).

    Within a region nothing is asked. Beyond, a rule has to allow the pair of regions, and where its ground is consent,
    the client's own to ``cross-border`` has to hold with the brand; without a brand with any that asked, and none
    that was refused. At most three statements.
    """
    here = region_of_client(client.pk)
    if here == to.region:
        return TransferVerdict(True, "same_region", here, to)
    ground = TransferRule.objects.filter(from_region=here, to_region=to.region).values_list("ground", flat=True).first()
    if ground is None:
        return TransferVerdict(False, "no_rule", here, to)
    if ground not in BY_CONSENT:
        return TransferVerdict(True, "allowed", here, to, ground)
    given = consents_to_leave(brand_id, at).filter(client=client.pk).values_list("decision", flat=True).first()
    if given is None:
        return TransferVerdict(False, "no_consent", here, to)
    return TransferVerdict(True, "allowed", here, to, ground, given)


def consents_to_leave(brand_id: int | None, at: datetime) -> QuerySet[CurrentDecision]:
    """The decisions that let their clients' data cross a border at this moment."""
    about = CurrentDecision.objects.filter(purpose__code=CONSENT, channel="")
    given = Q(decision__status=Decision.Status.GIVEN) & (Q(decision__valid_to=None) | Q(decision__valid_to__gt=at))
    if brand_id is not None:
        return about.filter(given, brand=brand_id)
    noes = about.filter(~given, client=OuterRef("client"))
    return about.filter(given, ~Q(Exists(noes)))


def grounds_to(region: Region) -> dict[Region, str]:
    """From which regions data may come here, and on which ground. One statement."""
    rules = TransferRule.objects.filter(to_region=region).values_list("from_region", "ground")
    return {Region(here): ground for here, ground in rules}


def purposes_not_asked_in(region: Region) -> frozenset[str]:
    """The separate consents that mean nothing under this region's law: all but China's, except where a rule to leave
    rests on consent. One statement, none in China."""
    if region == Region.CN:
        return frozenset()
    is_asked = TransferRule.objects.filter(from_region=region, ground__in=BY_CONSENT).exists()
    return frozenset(SEPARATE_PURPOSES) - ({CONSENT} if is_asked else set())


def processors_of(kind: str, brand_id: int) -> list[Place]:
    """The providers of a kind, the brand's own before those of the group; the words are "email default" and so on.

    One statement. Without any: the one of the settings, in the house's own region.
    """
    mine = Q(brand=brand_id) | Q(brand=None)
    rows: Iterable[Processor] = Processor.objects.filter(mine, kind=kind, is_active=True).order_by("brand", "pk")
    return [Place(f"{kind} {row.code}", Region(row.region)) for row in rows] or [
        Place(f"{kind} {DEFAULT}", home_region())
    ]


@dataclass(frozen=True)
class TransferPage:
    """``next_before`` is the key of the next page, empty on the last."""

    rows: list[Transfer]
    next_before: str


def transfer_page(transfers: QuerySet[Transfer], *, is_refused: bool = False, before: str = "") -> TransferPage:
    """Newest first, ``PAGE`` at a time. One statement."""
    rows = transfers.select_related("client", "user").order_by("-pk")
    if is_refused:
        rows = rows.filter(is_allowed=False)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    return TransferPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")
