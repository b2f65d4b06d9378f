"""What holds for two clients who become one, and for each of them when they part.

The ledger is never touched. What moves is ``CurrentDecision``, the pointer to what holds; the duplicate's own
pointers stay where they are, and wait for a possible parting.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from consent.contact_hash import Contact, contact_hash, first_hash, is_key_changing, newest_hash
from consent.merging import Held, Place, Side, merged_decisions, strictness
from consent.models import CurrentDecision, Decision
from consent.purposes import MARKETING_CHANNELS
from consent.rehashing.settle import settle_hashes
from consent.subjects import Subject

Kept = dict[str, Any]


def merge_decisions(keep: Subject, duplicate: Subject) -> Kept:
    """The stricter of both holds for ``keep``. Call it before identifiers move.

    Returns what was, as JSON, for ``part_decisions``.
    """
    written = _settled(keep, duplicate)
    mine, theirs = _side(keep), _side(duplicate)
    _write(keep, merged_decisions(mine, theirs), written)
    return {
        "held": [[*place, decision.pk] for place, decision in mine.held.items()],
        "keep": sorted(mine.contacts),
        "duplicate": sorted(theirs.contacts),
    }


def part_decisions(keep: Subject, duplicate: Subject, kept: Kept, later: Iterable[tuple[Subject, Kept]]) -> list[Kept]:
    """Gives each what held for them, and to the right one what was decided since. Call it when identifiers are back.

    ``later``: the further duplicates of ``keep`` that stay merged, in order, each with what was kept then; their
    merges are thought again without this one, and what is to be kept for them now is returned.

    What was decided since on an address goes with the address. About the person, a no counts for both, and a yes
    for neither: nobody knows which of the two said it.
    """
    written = _settled(keep, duplicate, *(each for each, _ in later), kept=kept)
    now = _held(keep)
    before = _read(kept)
    known = {decision.pk for decision in [*before.values(), *_held(duplicate).values()]}
    state, rewritten = before, []
    for other, its in later:
        known |= {decision.pk for decision in _held(other).values()}
        rewritten.append({**its, "held": [[*place, decision.pk] for place, decision in state.items()]})
        state = merged_decisions(
            Side(state, _hashes(its["keep"]) - _hashes(kept["duplicate"])),
            Side(_held(other), _hashes(its["duplicate"])),
        )
    since = {place: decision for place, decision in now.items() if decision.pk not in known}
    theirs = _contacts(duplicate)
    stays = {place: each for place, each in since.items() if _stays(place, each, theirs)}
    goes = {place: each for place, each in since.items() if _goes(place, each, theirs)}
    _write(keep, state | stays, written)
    _write(duplicate, _held(duplicate) | goes, written)
    return rewritten


def share_decisions(keep: Subject, parted: Subject) -> None:
    """A new record, made of addresses that were ``keep``'s, begins with what holds on them, and with each no of the
    person. Call it when the addresses are its own."""
    written = _settled(keep, parted)
    theirs = _contacts(parted)
    _write(parted, {place: each for place, each in _held(keep).items() if _goes(place, each, theirs)}, written)


def decide_again(keep: Subject, duplicate: Subject, *, since: datetime) -> None:
    """A no that reached the duplicate after the merge holds for the survivor."""
    written = _settled(keep, duplicate)
    mine = _held(keep)
    late = _rows(duplicate).filter(decision__recorded_at__gt=since).exclude(decision__status=Decision.Status.GIVEN)
    for place, decision in _by_place(late).items():
        if place not in mine or strictness(mine[place]) < strictness(decision):
            mine[place] = decision
    _write(keep, mine, written)


def _stays(place: Place, decision: Decision, theirs: frozenset[str]) -> bool:
    return place[3] not in theirs if place[2] else decision.status != Decision.Status.GIVEN


def _goes(place: Place, decision: Decision, theirs: frozenset[str]) -> bool:
    return place[3] in theirs if place[2] else decision.status != Decision.Status.GIVEN


def _side(client: Subject) -> Side:
    return Side(_held(client), _contacts(client))


def _contacts(client: Subject) -> frozenset[str]:
    """Hashes of every address on which a channel may be used, under the newest known key."""
    return _hashes(first_hash(*contact) for contact in _points(client))


def _points(client: Subject) -> list[Contact]:
    return [(channel, value) for channel in MARKETING_CHANNELS for value in client.contact_points(channel)]


def _hashes(stored: Iterable[str]) -> frozenset[str]:
    return frozenset(newest_hash(each) for each in stored)


def _settled(*clients: Subject, kept: Kept | None = None) -> dict[str, str]:
    """While the key changes: each hash under the newest known key to the one that it is written under."""
    if not is_key_changing():
        return {}
    rows = CurrentDecision.objects.filter(client__in=[each.pk for each in clients]).exclude(channel="")
    before = [row[3] for row in (kept or {}).get("held", []) if row[2]]
    theirs = [first_hash(*contact) for client in clients for contact in _points(client)]
    stored = [*before, *rows.values_list("contact_hash", flat=True), *theirs]
    return {newest_hash(hashed): under for hashed, under in settle_hashes(stored).items()}


def _rows(client: Subject) -> QuerySet[CurrentDecision]:
    return CurrentDecision.objects.filter(client_id=client.pk).select_related("decision")


def _held(client: Subject) -> dict[Place, Decision]:
    return _by_place(_rows(client))


def _by_place(rows: Iterable[CurrentDecision]) -> dict[Place, Decision]:
    return {
        (row.brand_id, row.purpose_id, row.channel, newest_hash(row.contact_hash) if row.channel else ""): row.decision
        for row in rows
    }


def _read(kept: Kept) -> dict[Place, Decision]:
    found = Decision.objects.in_bulk([row[4] for row in kept.get("held", [])])
    return {(row[0], row[1], row[2], newest_hash(row[3])): found[row[4]] for row in kept.get("held", [])}


def _write(client: Subject, held: Held, written: dict[str, str]) -> None:
    """Point to exactly these, each under the hash that its address stands under."""
    CurrentDecision.objects.filter(client_id=client.pk).delete()
    CurrentDecision.objects.bulk_create(
        CurrentDecision(
            client_id=client.pk, brand_id=brand, purpose_id=purpose, channel=channel, decision=decision,
            contact_hash=written.get(hashed, hashed) if channel else contact_hash("", client.uid),
        )
        for (brand, purpose, channel, hashed), decision in held.items()
    )  # fmt: skip
