"""Segments as headquarters sees them: which there are, who is in one, who came and went."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from clienteling.queries.place import memberships_of
from consent.protection import is_closed_to
from crm.models import Brand, Client, Membership, Segment, SegmentChange, SegmentMember, SegmentVersion, User
from crm.queries.clients import found_page
from crm.segments.definition import read_definition
from crm.segments.errors import SegmentError
from crm.segments.words import definition_words

ROLES = {Membership.Role.HQ, Membership.Role.ADMIN}
PAGE = 25
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
    """By brand and name."""
    return Segment.objects.filter(brand__in=brands).select_related("brand", "version").order_by("brand__name", "name")


@dataclass(frozen=True)
class VersionLine:
    """A version, what it says in words, and whether it is the one in use."""

    version: SegmentVersion
    words: str
    is_in_use: bool


def versions_of(segment: Segment) -> list[VersionLine]:
    """The latest twenty, newest first."""
    found = segment.versions.select_related("actor").order_by("-number")[:LATEST]
    return [VersionLine(each, _said_by(each), each.pk == segment.version_id) for each in found]


def _said_by(version: SegmentVersion) -> str:
    try:
        return definition_words(read_definition(version.definition))
    except SegmentError as error:
        # Written by an app that is not installed any more: it stays in the list, and says why it cannot be read.
        return f"Cannot be read: {error}"


def words_of(segment: Segment) -> str:
    """What the version in use says; "" for a segment by hand, or one that was never put to use."""
    return _said_by(segment.version) if segment.version else ""


def member_page(segment: Segment, user: User, *, after: str = "") -> MemberPage:
    """Those whom the user may see, the newest first."""
    members = SegmentMember.objects.filter(segment=segment, client__in=Client.objects.visible_to(user))
    if after.isdecimal() and len(after) < 19:
        members = members.filter(pk__lt=int(after))
    found = list(members.select_related("client").order_by("-pk")[: PAGE + 1])
    return MemberPage(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def found_members(segment: Segment, user: User, text: str) -> MemberPage:
    """Those of the segment whom the text means, the best first; the first page of them."""
    among = Q(Exists(SegmentMember.objects.filter(segment=segment, client=OuterRef("pk"))))
    among &= ~Q(is_closed_to(user.pk, at=timezone.now()))
    ids = found_page(user, text, size=PAGE, narrowed=among).ids
    members = SegmentMember.objects.filter(segment=segment, client__in=ids).select_related("client")
    by_client = {each.client_id: each for each in members}
    return MemberPage([by_client[each] for each in ids if each in by_client], "")


def latest_changes(segment: Segment, user: User) -> list[SegmentChange]:
    """Who entered and left last, of those whom the user may see."""
    changes = SegmentChange.objects.filter(segment=segment, client__in=Client.objects.visible_to(user))
    return list(changes.select_related("client").order_by("-at", "-pk")[:LATEST])
