"""Requests that arrive together share one statement and one commit.

One thread of a process writes at a time. What the others bring meanwhile waits, and is written together by whoever
of them comes next. So nobody waits for company: a request that is alone is written at once, and the more come the
larger their groups are.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from django.db import DatabaseError, DataError, InterfaceError, connection

from crm.ingest.parcel import Parcel
from crm.ingest.statement import insert_parcels

# So that a statement stays short: about 50 ms of work for the database.
MAXIMUM_ROWS = 2_000
log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Entry:
    """A parcel in the queue. Its own lock is let go once: when it was ``stored``, when it failed, or to lead."""

    parcel: Parcel
    stored: int | None = None
    is_leader: bool = False
    asleep: Lock = field(default_factory=Lock)


class GroupCommit:
    """A queue of one process. Threads call ``store``; one of them at a time writes for all."""

    def __init__(self) -> None:
        self._mutex = Lock()
        self._queue: list[_Entry] = []
        self._is_writing = False

    @property
    def waiting(self) -> int:
        """How many parcels wait for the statement that is being executed to end."""
        return len(self._queue)

    def store(self, parcel: Parcel) -> int:
        """How many rows of the parcel were stored: committed when this returns.

        When the statement of a group fails, each of it is stored alone, so that a row that the database refuses, or
        a connection that breaks, is nobody else's. Raises DataError for what this parcel itself holds.
        """
        entry = _Entry(parcel)
        if self._joins(entry):
            # Each sleeps on a lock of its own: one bell for all would wake everybody for everybody's group.
            entry.asleep.acquire()
        if entry.is_leader:
            self._lead()
        if entry.stored is None:
            entry.stored = _insert_alone(parcel)
        return entry.stored

    def _joins(self, entry: _Entry) -> bool:
        """Put it in the queue; false when nobody writes, so that it leads at once."""
        entry.asleep.acquire()
        with self._mutex:
            self._queue.append(entry)
            if self._is_writing:
                return True
            self._is_writing = entry.is_leader = True
            return False

    def _lead(self) -> None:
        """Write the group that stands at the front, the leader's own parcel first, and hand over to the next."""
        with self._mutex:
            group = self._take_group()
        try:
            self._write(group)
        finally:
            with self._mutex:
                self._is_writing = bool(self._queue)
                if self._queue:
                    group.append(self._queue[0])
                    self._queue[0].is_leader = True
            for entry in group:
                entry.asleep.release()

    def _take_group(self) -> list[_Entry]:
        """From the front of the queue; what shares a message id with the group stays for the next."""
        group: list[_Entry] = []
        message_ids: set[str] = set()
        for entry in self._queue:
            is_full = bool(group) and len(message_ids) + len(entry.parcel.message_ids) > MAXIMUM_ROWS
            if not is_full and message_ids.isdisjoint(entry.parcel.message_ids):
                group.append(entry)
                message_ids |= entry.parcel.message_ids
        self._queue = [entry for entry in self._queue if entry not in group]
        return group

    def _write(self, group: Sequence[_Entry]) -> None:
        try:
            stored = insert_parcels([entry.parcel for entry in group])
        except (DatabaseError, InterfaceError) as error:
            # Its words would repeat values.
            log.info("%d batches are stored one by one after %s", len(group), type(error).__name__)
            return
        for entry, count in zip(group, stored, strict=True):
            entry.stored = count


def store_together(parcel: Parcel) -> int:
    """Store the parcel in the group of this process; within a transaction, in that transaction.

    Returns how many of its rows were stored. Raises DataError.
    """
    if connection.in_atomic_block:
        return insert_parcels([parcel])[0]
    return _group.store(parcel)


def _insert_alone(parcel: Parcel) -> int:
    """Once more where the connection was lost: a row that had been committed all the same is a duplicate then."""
    try:
        return insert_parcels([parcel])[0]
    except DataError:
        raise
    except (DatabaseError, InterfaceError):
        connection.close()
        return insert_parcels([parcel])[0]


_group = GroupCommit()
