"""What the apps above bring to an erasure, registered when they are ready, so that nothing here imports them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from consent.rights.erasing.person import Person

Seal = Callable[[Person, datetime], None]
Step = Callable[[Person], int]


class People(Protocol):
    """Who owns clients."""

    def lock_person(self, client_id: int) -> Person | None:
        """Every record of the person of this record, and their traces, locked until the transaction ends in the lock
        order (docs/architecture.md); None when they were erased already."""

    def contacts_of(self, person: Person) -> Iterable[tuple[str, str]]:
        """(channel, normalised address) of everything on which somebody may be written to."""

    def close_records(self, person: Person, at: datetime) -> None:
        """From now on nobody is found by them."""


class StillWaiting(Exception):  # noqa: N818  # no error: the step is asked again later
    """A step cannot be done yet. ``why`` is shown to the privacy officer, and names nobody."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


_people: list[People] = []
_seals: dict[str, Seal] = {}
_steps: dict[str, Step] = {}
_instead: dict[str, Step] = {}


def register_people(people: People) -> None:
    _people[:] = [people]


def register_seal(app: str, seal: Seal) -> None:
    """``seal`` runs in the transaction that begins the erasure: what must not happen a moment later is ended here."""
    _seals[app] = seal


def register_step(name: str, step: Step) -> None:
    """``step`` erases what is in no table, a bounded part at each call, and says how much; 0 when nothing is left.

    It may run any number of times, and twice at once. Raises StillWaiting.
    """
    _steps[name] = step


def register_for_table(model: str, step: Step) -> None:
    """Erases a table (``app.Model``) in the place of what its declaration says; as ``register_step``."""
    _instead[model] = step


def people() -> People:
    return _people[0]


def seals() -> list[Seal]:
    return list(_seals.values())


def steps() -> dict[str, Step]:
    return dict(_steps)


def step_for_table(model: str) -> Step | None:
    return _instead.get(model)
