"""Put a list of people into a segment by hand: unique ids and e-mail addresses, as they were pasted or uploaded."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import transaction

from consent.actions.access import record_access_to_many
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.models import Client, Identifier, Segment, SegmentChange, SegmentMember, User
from crm.segments.errors import SegmentError
from crm.signals import segment_entered

_T = TypeVar("_T")
MOST_ENTRIES = 50_000
AT_ONCE = 1000
# What a person is shown of the entries that nobody answers to.
SHOWN = 20
_BETWEEN = re.compile(r"[\s,;]+")
_UID = re.compile(r"C-[0-9A-Z]{10}")
_HEADERS = frozenset({"uid", "email", "e-mail", "id"})


@dataclass(frozen=True)
class ListOutcome:
    """How many entered, how many were in it, and which entries nobody answers to (``unknown`` in all)."""

    entered: int
    already: int
    unknown: int
    examples: list[str] = field(default_factory=list)


def enter_list(segment: Segment, text: str, *, actor: User, at: datetime) -> ListOutcome:
    """Those whom the actor may see; each change is logged. Raises SegmentError (not_by_hand, too_large, not_a_list).

    In parts, each of its own transaction: a list that was cut short may be given once more, and doubles nobody.
    """
    if segment.kind != Segment.Kind.STATIC:
        raise SegmentError("not_by_hand", "Only a segment by hand takes a list.")
    entries = entries_of(text)
    known = {entry: client for part in _parts(entries, AT_ONCE) for entry, client in _clients_of(part, actor)}
    unknown = [entry for entry in entries if entry not in known]
    wanted = sorted(set(known.values()))
    entered = sum(_enter_all(segment, part, actor, at) for part in _parts(wanted, AT_ONCE))
    return ListOutcome(entered, len(wanted) - entered, len(unknown), unknown[:SHOWN])


def entries_of(text: str) -> list[str]:
    """Each once, in their order, without quotes and without a heading. Raises SegmentError."""
    found = (each.strip("\"'<>") for each in _BETWEEN.split(text.replace("\0", "")))
    entries = list(dict.fromkeys(each for each in found if each and each.lower() not in _HEADERS))
    if not entries:
        raise SegmentError("not_a_list", "The list is empty: one unique id or e-mail address a line is needed.")
    if len(entries) > MOST_ENTRIES:
        raise SegmentError("too_large", f"A list holds {MOST_ENTRIES:,} entries at most, not {len(entries):,}.")
    return entries


def _parts(whole: list[_T], size: int) -> Iterator[list[_T]]:
    return (whole[first : first + size] for first in range(0, len(whole), size))


def _clients_of(entries: Sequence[str], actor: User) -> Iterator[tuple[str, int]]:
    """(entry, client id) of live clients whom the actor may see. A merged record's id means the survivor."""
    by_uid = {entry.upper(): entry for entry in entries if _UID.fullmatch(entry.upper())}
    by_email = {email: entry for entry in entries if (email := _email(entry))}
    seen = Client.objects.visible_to(actor)
    direct = seen.filter(uid__in=by_uid).values_list("uid", "pk")
    merged = Client.objects.filter(uid__in=by_uid, canonical__in=seen).values_list("uid", "canonical__pk")
    yield from ((by_uid[uid], pk) for uid, pk in (*direct, *merged))
    held = Identifier.objects.filter(namespace="email", value__in=by_email, retracted_at=None, client__in=seen)
    yield from ((by_email[value], pk) for value, pk in held.values_list("value", "client"))


def _email(entry: str) -> str:
    if "@" not in entry:
        return ""
    try:
        return normalise_identifier("email", entry)
    except IdentityError:
        return ""


@transaction.atomic
def _enter_all(segment: Segment, client_ids: Iterable[int], actor: User, at: datetime) -> int:
    """Locked in the order of their ids, as everybody locks clients; only those who were not in it enter."""
    locked = Client.objects.live().select_for_update(no_key=True).filter(pk__in=client_ids).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    held = set(SegmentMember.objects.filter(segment=segment, client__in=ids).values_list("client", flat=True))
    new = [each for each in ids if each not in held]
    SegmentMember.objects.bulk_create([SegmentMember(segment=segment, client_id=each, since=at) for each in new])
    entered, reason = SegmentChange.Change.ENTERED, f"by a list, {actor}"[:120]
    SegmentChange.objects.bulk_create(
        [SegmentChange(segment=segment, client_id=each, change=entered, reason=reason, at=at) for each in new]
    )
    why = f"segment {segment.code}"
    record_access_to_many(new, user=actor, action="changed", fields=["segments"], why=why)
    transaction.on_commit(partial(_signal, segment.pk, new))
    return len(new)


def _signal(segment_id: int, client_ids: list[int]) -> None:
    for client_id in client_ids:
        segment_entered.send(sender=Segment, segment_id=segment_id, client_id=client_id)
