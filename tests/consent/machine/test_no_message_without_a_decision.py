"""In any order, two at once: no message leaves without a decision that holds at that moment.

Each step draws two acts (a client, a form, a member of staff, a file, a merge, a cut, a worker with messages in hand)
and runs them at once, each in a thread and a transaction of its own, on a real database, to a real mail server. What
may leave says the law (``law.py``), which knows nothing of the product. ``HYPOTHESIS_PROFILE=long`` runs hundreds of
examples.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, ClassVar

import pytest
import time_machine
from django.db.models import Count, F
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from consent.models import CurrentDecision, Decision
from consent.queries.permission import may_contact
from crm.models import Brand, Client, Identifier
from journeys.models import Journey, KillSwitch, Send
from tests.consent.machine.acts import ACTS, MOST_MESSAGES, Acts
from tests.consent.machine.law import Event, Law, Place, World, allows
from tests.consent.machine.post import Post, open_post
from tests.crm.merging.two_at_once import Act

LONG = settings(max_examples=400, stateful_step_count=30)
SHORT = settings(max_examples=4, stateful_step_count=12)
# Whoever does only these says nothing: they allow nobody more than before.
SILENT = {
    *("identify", "merge", "cut", "take_off", "import_clients", "enrol", "send", "step_and_send", "park", "sweep"),
    *("erase", "clean", "restrict"),
}


class Machine(Acts):
    post: ClassVar[Post]

    def furnish(self) -> None:
        super().furnish()
        self.law = Law(self.places)
        self.ledger: dict[int, dict[str, Any]] = {}
        self.seen = len(self.post.taken)
        # A pause lasts a day or more: within a run nothing opens by itself.
        self.open: set[Place] = set()
        self.is_silent = False
        self.clock = time_machine.travel(self.at)
        self.traveller = self.clock.start()

    def teardown(self) -> None:
        """The next run's workers find nothing of this one."""
        if hasattr(self, "clock"):
            self.clock.stop()
            KillSwitch.objects.bulk_create(KillSwitch(brand=brand, is_on=True) for brand in self.brands)
            Journey.objects.filter(brand__in=self.brands).update(status=Journey.Status.PAUSED)
        super().teardown()

    @rule(one=ACTS, other=ACTS)
    def at_once(self, one: Act, other: Act) -> None:
        self.is_silent = {one[0], other[0]} <= SILENT
        self.told: list[list[Event]] = []
        self.traveller.move_to(self.at + timedelta(minutes=1))
        self.run_both(one, other)
        self._judge_post(self.law.hear(*self.told))

    def _run(self, act: Act, both: Barrier) -> None:
        self.heard.events = []
        super()._run(act, both)
        self.told.append(self.heard.events)

    def _judge_post(self, passed: dict[Place, frozenset[World]]) -> None:
        """A message that left while two acts went on was allowed at some moment of it."""
        left, self.seen = self.post.taken[self.seen :], len(self.post.taken)
        for address, message_id in left:
            send = Send.objects.select_related("client").get(message_id=message_id)
            if send.purpose == "service":
                self._judge_question(send, address, passed)
                continue
            place = Place(address, send.brand_id, send.purpose)
            assert self._is_lawful(passed[place], place, send.client), f"{send.purpose} to {address} left unlawfully"

    def _judge_question(self, send: Send, address: str, passed: dict[Place, frozenset[World]]) -> None:
        """Only the owner of the address that was typed is asked, and not on a dead address."""
        pending = Decision.objects.get(pk=send.payload["decision"])
        worlds = passed[Place(address, send.brand_id, pending.purpose.code)]
        assert (pending.status, self._address(pending.contact_hash)) == ("pending", address)
        assert any(not is_total for world in worlds for _, is_total in {*world.stops, ("", False)})

    def _is_lawful(self, worlds: Iterable[World], place: Place, client: Client) -> bool:
        recipient = client.canonical_id or client.pk
        return any(allows(world, place, recipient=recipient, at=self.at, kin=self.kin) for world in worlds)

    def _writable(self) -> set[Place]:
        """Where the product would write now."""
        held = Identifier.objects.filter(namespace="email", value__in=self.addresses, retracted_at=None)
        found = set()
        for each in held.select_related("client__canonical"):
            client = each.client.canonical or each.client
            for place in [place for place in self.places if place.address == each.value]:
                permission = may_contact(
                    client, purpose=place.purpose, channel="email", brand=self._brand(place), at=self.at,
                    contact=place.address,
                )  # fmt: skip
                if permission.is_allowed:
                    found.add(place)
        return found

    def _brand(self, place: Place) -> Brand:
        return next(brand for brand in self.brands if brand.pk == place.brand)

    @invariant()
    def what_may_be_written_the_law_allows(self) -> None:
        holders = {
            each.value: each.client
            for each in Identifier.objects.filter(value__in=self.addresses, retracted_at=None).select_related("client")
        }
        before, self.open = self.open, self._writable()
        assert not self.is_silent or self.open <= before, "nobody said anything, and more is allowed"
        for place in self.open:
            assert self._is_lawful(self.law.worlds(place), place, holders[place.address]), f"{place} is open"

    @invariant()
    def every_message_leaves_once(self) -> None:
        assert len(set(self.post.taken)) == len(self.post.taken)

    @invariant()
    def no_cap_is_exceeded(self) -> None:
        """Each record that became one person may have had its own messages before."""
        sent = Send.objects.filter(client__in=self._clients(), purpose="marketing", status="sent")
        for row in sent.values("client", "brand").annotate(count=Count("pk")):
            records = Client.objects.filter(canonical=row["client"]).count() + 1
            assert row["count"] <= MOST_MESSAGES * records

    @invariant()
    def the_ledger_only_grows(self) -> None:
        now = {row["id"]: row for row in Decision.objects.filter(client__in=self._clients()).values()}
        assert {pk: now.get(pk) for pk in self.ledger} == self.ledger
        self.ledger = now

    @invariant()
    def one_decision_holds_on_each_place(self) -> None:
        held = CurrentDecision.objects.filter(client__in=self._clients())
        places = list(held.values_list("client", "brand", "purpose", "channel", "contact_hash"))
        assert len(set(places)) == len(places)
        same = {each: F(f"decision__{each}") for each in ("brand", "purpose", "channel", "contact_hash")}
        assert held.filter(**same).count() == len(places)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with open_post() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield post


@pytest.mark.django_db(transaction=True)
def test_no_message_leaves_without_a_decision_in_any_order(post: Post, tmp_path: Path) -> None:
    Machine.post, Machine.folder = post, tmp_path
    profile = LONG if os.environ.get("HYPOTHESIS_PROFILE") == "long" else SHORT
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine, settings=settings(profile, deadline=None, suppress_health_check=list(HealthCheck))
    )
