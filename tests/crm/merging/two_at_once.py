"""Two acts at the same moment, each in a thread and a transaction of its own, on a real database.

What machines that draw such acts have in common: the threads, a clock that goes on, and the acts of identity.
"""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any, ClassVar

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from crm.actions.cut import cut_identifier, give_back_identifier
from crm.actions.cut_link import cut_link, undo_cut
from crm.actions.merge import merge_clients, unmerge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.resolve import resolve_client
from crm.merging.errors import MergeError
from crm.models import Brand, Client, Identifier, IdentityCut, IdentityLink, MergeLog, Source, User
from tests.factories import make_brand, make_source

START = datetime(2026, 1, 1, 10, tzinfo=UTC)
WHO = st.integers(0, 20)
NUMBER = st.integers(1, 3)
PERSONAL = st.tuples(st.sampled_from(["crm", "loyalty", "card", "email"]), NUMBER)
IDENTITY_ACTS = (
    st.tuples(st.just("identify"), st.lists(PERSONAL, min_size=1, max_size=3), NUMBER),
    st.tuples(st.just("merge"), WHO, WHO, st.booleans()),
    st.tuples(st.just("unmerge"), WHO),
    st.tuples(st.just("cut"), WHO),
    st.tuples(st.just("undo_cut"), WHO),
    st.tuples(st.just("take_off"), WHO),
    st.tuples(st.just("give_back"), WHO),
)
Act = tuple[Any, ...]
_runs = itertools.count(1)


class TwoAtOnce(RuleBasedStateMachine):
    """Values carry the number of the run, so that runs share a database and never meet. One clock, going on."""

    refused: ClassVar[tuple[type[Exception], ...]] = (MergeError, IdentityError)
    # Runs lie days apart, so that none looks after the merges of another.
    days_apart: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__()
        number = next(_runs)
        self.run = f"{os.getpid()}-{number}"
        self.start = START + timedelta(days=self.days_apart * number)
        self.minutes = 0
        self.pool = ThreadPoolExecutor(2)

    def teardown(self) -> None:
        self.leave()
        self.pool.shutdown()

    def leave(self) -> None:
        """The threads give up their connections."""
        both = Barrier(2)

        def leave() -> None:
            both.wait(10)
            connection.close()

        for each in [self.pool.submit(leave) for _ in range(2)]:
            each.result()

    @initialize()
    def open_the_house(self) -> None:
        self.brand: Brand = make_brand(f"R{self.run}"[:20])
        self.maya: User = User.objects.create_user(f"maya-{self.run}@staff.example")
        self.web: Source = make_source(self.brand, f"web-{self.run}")
        self.first = Client.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.furnish()

    def furnish(self) -> None:
        """What else a machine begins with."""

    def run_both(self, one: Act, other: Act) -> None:
        self.minutes += 1
        both = Barrier(2)
        for each in [self.pool.submit(self._run, act, both) for act in (one, other)]:
            each.result()

    def _run(self, act: Act, both: Barrier) -> None:
        does: Callable[..., object] = getattr(self, f"_{act[0]}")
        both.wait(10)
        try:
            does(*act[1:])
        except self.refused:
            return

    @property
    def at(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    def _claim(self, pair: tuple[str, int]) -> IdentifierClaim:
        namespace, number = pair
        value = f"p{number}@run{self.run}.example" if namespace == "email" else f"{namespace}{number}-{self.run}"
        return IdentifierClaim(namespace, value)

    def _device(self, number: int) -> IdentifierClaim:
        return IdentifierClaim("anonymous", f"device{number}-{self.run}")

    def _identify(self, pairs: list[tuple[str, int]], device: int) -> None:
        claims = [*map(self._claim, pairs), self._device(device)]
        found = resolve_client(claims, source="web", asserted_at=self.at)
        assert found is not None

    def _merge(self, who: int, other: int, by_rule: bool) -> None:
        people = list(self._clients().filter(canonical=None).order_by("pk"))
        if people:
            keep, duplicate = people[who % len(people)], people[other % len(people)]
            merge_clients(keep, duplicate, actor=None if by_rule else self.maya, reason="test", at=self.at)

    def _unmerge(self, which: int) -> None:
        if log := self._one(MergeLog.objects.filter(keep__in=self._clients()), which):
            unmerge_clients(log, actor=self.maya, at=self.at)

    def _cut(self, which: int) -> None:
        if link := self._one(IdentityLink.objects.filter(a__client__in=self._clients(), retracted_at=None), which):
            cut_link(link, actor=self.maya, at=self.at, leaving=link.a_id if which % 2 else None)

    def _undo_cut(self, which: int) -> None:
        if cut := self._one(IdentityCut.objects.filter(client__in=self._clients()), which):
            undo_cut(cut, actor=self.maya, at=self.at)

    def _take_off(self, which: int) -> None:
        if held := self._one(Identifier.objects.filter(client__in=self._clients(), retracted_at=None), which):
            cut_identifier(held, actor=self.maya, at=self.at)

    def _give_back(self, which: int) -> None:
        ended = Identifier.objects.filter(client__in=self._clients()).exclude(retracted_at=None)
        if held := self._one(ended, which):
            give_back_identifier(held, actor=self.maya)

    def _clients(self) -> Any:
        return Client.objects.filter(pk__gt=self.first)

    def _one(self, rows: Any, which: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None
