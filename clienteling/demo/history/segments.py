"""Makes the segments of both houses, and who is in them today."""

from collections.abc import Callable
from datetime import datetime, timedelta

from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.people.person import Person
from crm.models import Brand, Segment, SegmentChange, SegmentMember

GIFT_TAG = "gift"
LAPSING_FROM, LAPSING_UNTIL = 270, 600


def _is_lapsing(person: Person) -> bool:
    return len(person.buying_days) > 1 and LAPSING_FROM <= min(person.buying_days) < LAPSING_UNTIL


Belongs = Callable[[Person], bool]
SEGMENTS: tuple[tuple[str, str, str, Belongs], ...] = (
    ("gift", "Gift", GIFT_TAG, lambda person: bool(person.gift_days) and min(person.gift_days) < 400),
    ("vic", "Very important", "", lambda person: person.rank == "Very important"),
    ("new", "New", "", lambda person: person.rank == "New"),
    ("lapsing", "Lapsing", "", _is_lapsing),
)


def write_segments(people: list[Person], brands: dict[str, Brand], now: datetime) -> None:
    """Makes each segment with its members and the log of their entering."""
    for code, brand in brands.items():
        clients = [person for person in people if code in person.homes]
        for segment_code, name, tag, belongs in SEGMENTS:
            segment = Segment.objects.create(brand=brand, code=segment_code, name=name, tag=tag)
            _write_members(segment, [person for person in clients if belongs(person)], now)


def _write_members(segment: Segment, people: list[Person], now: datetime) -> None:
    entered = [(person, now - timedelta(days=_days_in(segment.code, person))) for person in people]
    ids = take_ids(SegmentMember, len(people))
    copy_rows(
        SegmentMember,
        ("id", "segment_id", "client_id", "since"),
        ((number, segment.pk, person.id, at) for number, (person, at) in zip(ids, entered, strict=True)),
    )
    ids = take_ids(SegmentChange, len(people))
    copy_rows(
        SegmentChange,
        ("id", "segment_id", "client_id", "change", "reason", "at"),
        (
            (number, segment.pk, person.id, str(SegmentChange.Change.ENTERED), "purchases", at)
            for number, (person, at) in zip(ids, entered, strict=True)
        ),
    )


def _days_in(code: str, person: Person) -> int:
    """How long ago the purchase, or the silence, was that brought somebody in."""
    if code == "gift":
        return min(person.gift_days)
    if code == "lapsing":
        return min(person.buying_days) - LAPSING_FROM
    return max(person.buying_days, default=0) if code == "new" else min(max(person.buying_days, default=0), 365)
