"""Segments as headquarters sees them: which there are, who is in one, who came and went."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clienteling.queries.place import memberships_of
from crm.models import Brand, Client, Membership, Segment, SegmentChange, SegmentMember, User
from crm.segments.definition import read_definition
from crm.segments.words import definition_words

ROLES = {Membership.Role.HQ, Membership.Role.ADMIN}
PAGE = 50
LATEST = 20


@dataclass(frozen=True)
class MemberPage:
    """``after`` is where the next page begins; "" at the end."""

    members: list[SegmentMember]
    after: str


def brands_with_segments(user: User, *, to_write: bool = False) -> QuerySet[Brand]:
    """Brands whose segments this user may see; to write them, headquarters of every country of the brand."""
    places = [each for each in memberships_of(user) if each.role in ROLES and not (to_write and each.country)]
    if any(each.brand_id is None for each in places):
        return Brand.objects.all()
    return Brand.objects.filter(pk__in=[each.brand_id for each in places])


def segment_list(brands: QuerySet[Brand]) -> QuerySet[Segment]:
    """By brand and name, each with how many are in it (``size``)."""
    size = SegmentMember.objects.filter(segment=OuterRef("pk")).values("segment").annotate(n=Count("pk")).values("n")
    found = Segment.objects.filter(brand__in=brands).select_related("brand", "version")
    return found.annotate(size=Coalesce(Subquery(size), 0)).order_by("brand__name", "name")


def words_of(segment: Segment) -> str:
    """What the version in use says; "" for a segment by hand, or one that was never put to use."""
    return definition_words(read_definition(segment.version.definition)) if segment.version else ""


def member_page(segment: Segment, user: User, *, after: str = "") -> MemberPage:
    """Those whom the user may see, the newest first."""
    members = SegmentMember.objects.filter(segment=segment, client__in=Client.objects.visible_to(user))
    if after.isdecimal() and len(after) < 19:
        members = members.filter(pk__lt=int(after))
    found = list(members.select_related("client").order_by("-pk")[: PAGE + 1])
    return MemberPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def latest_changes(segment: Segment, user: User) -> list[SegmentChange]:
    """Who entered and left last, of those whom the user may see."""
    changes = SegmentChange.objects.filter(segment=segment, client__in=Client.objects.visible_to(user))
    return list(changes.select_related("client").order_by("-at", "-pk")[:LATEST])
