"""The chips above the list of clients: whose clients, of which segment, of which tier."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.http import urlencode

from clienteling.queries.place import place_of
from crm.models import Boutique, Brand, Membership, Relationship, Segment, SegmentMember, User
from crm.sharing import reach_of

MAXIMUM_TEXT = 100


@dataclass(frozen=True)
class ClientFilter:
    """``scope``: book, boutique, all, or a brand's code. ``segment`` is a code, ``tier`` the house's word."""

    scope: str = ""
    segment: str = ""
    tier: str = ""
    text: str = ""

    @property
    def query(self) -> str:
        """As it stands in the address, without what is empty. ``found`` stands for a text, which is a person's name
        or number, and so never stands in an address: the session holds it (clienteling.views.clients)."""
        parts = {"found": "1" if self.text else "", "scope": self.scope, "segment": self.segment, "tier": self.tier}
        return urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True)
class Chip:
    name: str
    query: str
    is_on: bool


def filter_from(query: QueryDict, user: User, *, text: str = "") -> ClientFilter:
    """What the address asks for, and what was typed. Who types without choosing looks among all they may see."""
    text = " ".join(text.split())[:MAXIMUM_TEXT]
    scopes = [scope for scope, _ in scopes_of(user)]
    asked = query.get("scope", "")
    scope = asked if asked in scopes else ("" if text else scopes[0])
    return ClientFilter(scope, query.get("segment", "")[:60], query.get("tier", "")[:20], text)


def scopes_of(user: User) -> list[tuple[str, str]]:
    """The wholes that this user may look at, narrowest first: (scope, name)."""
    place = place_of(user)
    if place and place.boutique:
        book = [("book", "My book")] if place.role == Membership.Role.ADVISOR else []
        return [*book, ("boutique", "Boutique")]
    if place and place.brand:
        return [(place.brand.code, place.brand.name)]
    return [("all", "Everybody"), *Brand.objects.order_by("name").values_list("code", "name")]


def filter_condition(user: User, chosen: ClientFilter, boutique: Boutique | None) -> Q:
    """The condition on Client; what the user may see is asked besides (Client.objects.visible_to)."""
    condition = Q()
    known = Relationship.objects.filter(client=OuterRef("pk"))
    if chosen.scope == "book":
        condition &= Q(Exists(known.filter(advisor=user)))
    elif chosen.scope == "boutique":
        condition &= Q(Exists(known.filter(boutique=boutique)))
    elif chosen.scope not in ("", "all"):
        condition &= Q(Exists(known.filter(brand__code=chosen.scope)))
    if chosen.segment:
        members = SegmentMember.objects.filter(client=OuterRef("pk"), segment__code=chosen.segment)
        condition &= Q(Exists(members.filter(of_own_houses(user, "segment__brand"))))
    if chosen.tier:
        condition &= Q(Exists(known.filter(of_own_houses(user, "brand"), tier=chosen.tier)))
    return condition


def of_own_houses(user: User, field: str) -> Q:
    """Rows of the houses that the user reads: of what a sister house calls a client nothing is told (crm.sharing)."""
    reach = reach_of(user)
    return Q() if reach.every_house else Q(**{f"{field}__in": sorted(reach.brands)})


def scope_chips(user: User, chosen: ClientFilter) -> list[Chip]:
    """One chip for each whole; none where there is only one."""
    scopes = scopes_of(user)
    if len(scopes) == 1:
        return []
    return [Chip(name, replace(chosen, scope=scope).query, scope == chosen.scope) for scope, name in scopes]


def narrowing_chips(chosen: ClientFilter, brand: Brand | None) -> list[Chip]:
    """Segments and tiers of the brand; a chip that is on takes itself off."""
    segments = Segment.objects.filter(brand=brand) if brand else Segment.objects.all()
    chips = [
        Chip(name, replace(chosen, segment="" if code == chosen.segment else code).query, code == chosen.segment)
        for code, name in dict(segments.order_by("name").values_list("code", "name")).items()
    ]
    named = {chip.name for chip in chips}
    tiers = Relationship.objects.filter(brand=brand) if brand else Relationship.objects.all()
    chips += [
        Chip(tier, replace(chosen, tier="" if tier == chosen.tier else tier).query, tier == chosen.tier)
        for tier in tiers.exclude(tier="").order_by("tier").values_list("tier", flat=True).distinct()
        # A house may keep a segment of the same name: one chip is enough.
        if tier not in named
    ]
    return chips
