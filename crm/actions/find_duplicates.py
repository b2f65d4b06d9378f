"""The full pass: what everybody is told apart by, a model learnt from this house, and every likely pair proposed.

1. Signatures that are missing or out of date are made. 2. All are read as arrays. 3. A model is learnt, once a pass.
4. Pairs that share a key and may be one person are found by their signatures. 5. These are compared, and proposed.
What is done is committed in parts, so that a pass that was stopped goes on where it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.functions import Now

from crm.actions.duplicate_signatures import (
    drop_key_index,
    forget_changed_signatures,
    make_key_index,
    write_missing_signatures,
)
from crm.actions.duplicates import write_proposals
from crm.actions.in_processes import in_processes
from crm.actions.learn_duplicates import learn_model
from crm.duplicates.bound import Bound
from crm.duplicates.compare import compare
from crm.duplicates.evaluation.figures import PROPOSED
from crm.duplicates.likely import Search, joined, key_slices, likely_in
from crm.duplicates.pairing import unpack_pairs
from crm.models import Client, DuplicatePass, DuplicateProposal
from crm.queries.duplicate_signatures import Held, House, Range, held_between, house_of, id_ranges, signature_count
from crm.queries.duplicates import current_judge, records_of

# Below this a house has too few doubles to learn from, and the standing model is the better one.
FEWEST_TO_LEARN = 2_000
# More signatures to be made than this, and the index is made after them.
WORTH_DROPPING = 200_000
PAIRS_AT_ONCE, KEY_SLICES = 4_000, 64
Pairs = list[tuple[int, int]]
Progress = Callable[[str, int], None]


class PassError(Exception):
    """Code: ``already_running`` (another process makes a pass at the moment)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class FullPass:
    """``compared``: pairs whose signatures left it possible, by an earlier call of the same pass too."""

    clients: int
    compared: int
    proposed: int


def find_duplicates(show: Progress, *, workers: int = 1) -> FullPass:
    """Compare everybody. ``show``: called with what is being done and how many more of it are done.

    What was decided stays; open proposals that are likely no more are taken back. Clients that change meanwhile
    are compared again by themselves. Raises PassError.
    """
    with _alone("find_duplicates"):
        run = DuplicatePass.objects.filter(finished_at=None).first() or DuplicatePass.objects.create()
        with _alone("compare_changed", waits=True):
            _make_signatures(show, workers)
        house = house_of(in_processes(_held, None, id_ranges(), workers=workers))
        show("clients in memory", len(house.clients))
        _learn_once(run, house, show)
        _propose(run, _likely(house, show, workers), show, workers)
        return _finish(run, house)


@contextmanager
def _alone(name: str, *, waits: bool = False) -> Iterator[None]:
    """One at a time, by a lock that the dead do not keep.

    It is held by a connection of its own, since this one is closed and opened where there are several processes;
    within an open transaction by that one.
    """
    holder = connection if connection.in_atomic_block else connection.copy()
    wanted = "pg_advisory" if waits else "pg_try_advisory"
    scope = "_xact_lock" if holder is connection else "_lock"
    try:
        with holder.cursor() as cursor:
            cursor.execute(f"SELECT {wanted}{scope}(hashtext(%s))", [name])  # noqa: S608
            # The one that waits answers with nothing at all.
            if cursor.fetchone()[0] is False:
                raise PassError("already_running")
        yield
    finally:
        if holder is not connection:
            _let_go(holder)


def _let_go(holder: BaseDatabaseWrapper) -> None:
    """At once: a connection that is closed keeps its locks until the server has noticed, and the next would wait."""
    try:
        if holder.is_usable():
            with holder.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        holder.close()


def _make_signatures(show: Progress, workers: int) -> None:
    forget_changed_signatures()
    if Client.objects.live().count() - signature_count() > WORTH_DROPPING:
        drop_key_index()
    for made in in_processes(_make_missing, None, id_ranges(), workers=workers):
        show("signatures", made)
    show("index of keys", 0)
    make_key_index()


def _learn_once(run: DuplicatePass, house: House, show: Progress) -> None:
    if run.model is None and len(house.clients) >= FEWEST_TO_LEARN:
        run.model = learn_model(house, show)
        run.save(update_fields=["model"])


def _likely(house: House, show: Progress, workers: int) -> list[Pairs]:
    """Pairs of ids that may be one person, in order, so many at once."""
    search = Search(house.keys, Bound(current_judge().bound, house.signatures), PROPOSED)
    parts = []
    for part in in_processes(likely_in, search, key_slices(house.keys, KEY_SLICES), workers=workers):
        show("pairs that may be", len(part))
        parts.append(part)
    one, other = (house.clients[places].tolist() for places in unpack_pairs(joined(parts)))
    pairs = list(zip(one, other, strict=True))
    return [pairs[start : start + PAIRS_AT_ONCE] for start in range(0, len(pairs), PAIRS_AT_ONCE)]


def _propose(run: DuplicatePass, likely: list[Pairs], show: Progress, workers: int) -> None:
    left = [pairs for pairs in likely if pairs[-1][0] >= run.position]
    for pairs, _ in zip(left, in_processes(_compare, None, left, workers=workers), strict=True):
        show("pairs", len(pairs))
        moved = {"compared": F("compared") + len(pairs), "position": pairs[-1][0]}
        DuplicatePass.objects.filter(pk=run.pk).update(**moved)


@transaction.atomic
def _compare(_: None, pairs: Pairs) -> int:
    """Compare these pairs, propose the likely ones; how many."""
    records, scorer = records_of({client for pair in pairs for client in pair}), current_judge().scorer
    scored = {
        (a, b): scorer.score(records[a], records[b], compare(records[a], records[b]))
        for a, b in pairs
        if a in records and b in records
    }
    return write_proposals({pair: score for pair, score in scored.items() if score.probability >= PROPOSED}, scorer)


@transaction.atomic
def _finish(run: DuplicatePass, house: House) -> FullPass:
    """What this pass did not find likely, nor anybody else since it began, is likely no more."""
    opened = DuplicateProposal.objects.filter(status=DuplicateProposal.Status.OPEN)
    opened.filter(confirmed_at__lt=run.started_at).delete()
    DuplicatePass.objects.filter(pk=run.pk).update(finished_at=Now(), clients=len(house.clients))
    run.refresh_from_db()
    return FullPass(run.clients, run.compared, opened.count())


def _held(_: None, ids: Range) -> Held:
    return held_between(ids)


def _make_missing(_: None, ids: Range) -> int:
    return write_missing_signatures(ids)
