"""In any order, two at once: no message leaves without a decision that holds at that moment.

Each step draws two acts (a client, a form, a member of staff, a file, a merge, a cut, a worker with messages in hand)
and runs them at once, each in a thread and a transaction of its own, on a real database, to a real mail server. What
may leave says the law (``law.py``), which knows nothing of the product. ``HYPOTHESIS_PROFILE=long`` runs hundreds of
examples.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, ClassVar, NamedTuple

import pytest
import time_machine
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from consent.models import CurrentDecision, Decision
from consent.queries.permission import decision_on, may_contact, may_profile
from crm.models import Client, Identifier, IdentityCut
from journeys.models import Journey, KillSwitch, Send
from tests.consent.machine.acts import ACTS, ALONE, Acts
from tests.consent.machine.law import OWN, Event, Law, Place, World, is_lawful
from tests.consent.machine.letters import Footer, Question
from tests.consent.machine.person_law import Families, Moves, PersonEvent, PersonLaw
from tests.consent.machine.post import Letter, Post, open_post
from tests.consent.machine.restored import Copy
from tests.consent.machine.stage import MOST_MESSAGES, PURPOSES
from tests.crm.merging.two_at_once import Act

LONG = settings(max_examples=400, stateful_step_count=30)
SHORT = settings(max_examples=4, stateful_step_count=12)
# Whoever does only these says nothing: they allow nobody more than before.
SILENT = {
    *("identify", "merge", "cut", "take_off", "import_clients", "write", "send", "step_and_send", "park", "sweep"),
    *("erase", "clean", "restrict", "object", "signal", "unsubscribe", "prefer", "ask", "back_up"),
}
COUNTED = ("marketing", "invitations")


class Agreed(NamedTuple):
    """What a live record allows a house to do with the person; both by their ids."""

    client: int
    brand: int
    purpose: str


class Machine(Acts):
    post: ClassVar[Post]
    copy: ClassVar[Copy]

    def furnish(self) -> None:
        super().furnish()
        self.law, self.person_law = Law(self.places), PersonLaw()
        self.ledger: dict[int, dict[str, Any]] = {}
        self.seen = len(self.post.taken)
        self.copy.is_there = False
        self.copied: tuple[Moves, set[tuple[int, int]]] = ((), set())
        self.agreed: set[Agreed] = set()
        self.sends: dict[int, int] = {}
        self.parted: set[tuple[int, int]] = set()
        self.is_silent = False
        self.clock = time_machine.travel(self.at)
        self.traveller = self.clock.start()
        self._begin()

    def _begin(self) -> None:
        """Everybody has said yes to something."""
        for who, purpose in enumerate(PURPOSES):
            for house in (0, 1):
                self._do(("decide", who, house, purpose, "given", OWN, 0), ("choose", who, house, "profiling", "given"))

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
        for acts in [[one, other]] if not {one[0], other[0]} & ALONE else [[one], [other]]:
            self._do(*acts)

    def _do(self, *acts: Act) -> None:
        self.told: list[list[Event | PersonEvent]] = []
        before = self.families()
        self.traveller.move_to(self.at + timedelta(minutes=1))
        if acts[0][0] in ALONE:
            self.minutes += 1
            getattr(self, f"_{acts[0][0]}")(*acts[0][1:])
            self.told.append([])
        else:
            self.run_both(*acts, *[("nothing",)] * (2 - len(acts)))
        self._hear(before)

    def _run(self, act: Act, both: Barrier) -> None:
        self.heard.events = []
        super()._run(act, both)
        self.told.append(self.heard.events)

    def _nothing(self) -> None:
        """Beside what is done alone."""

    def _wait(self, hours: int) -> None:
        self.minutes += hours * 60
        self.traveller.move_to(self.at)

    def _back_up(self) -> None:
        self.leave_the_database()
        self.copy.make()
        self.copied = (self.person_law.moves(), set(self.parted))

    def _restore(self) -> None:
        """What staff wrote is lost with the rest, but for who lives in China; what the client said is not."""
        if not self.copy.is_there:
            self._back_up()
        else:
            self.kin(0, 0)
            self.leave_the_database()
            self.copy.bring_back("crm_client")
            moves, parted = self.copied
            self.person_law.bring_back_moves(moves, self._clients().values_list("pk", flat=True))
            self.parted = set(parted)
            self.ledger = {}

    def _hear(self, before: Families) -> None:
        self.around = (before, self.families())
        of_people = [each for events in self.told for each in events if isinstance(each, PersonEvent)]
        of_places = [[each for each in events if not isinstance(each, PersonEvent)] for events in self.told]
        self.person_law.hear(of_people, *self.around)
        cuts = IdentityCut.objects.exclude(parted=None).filter(client__in=self._clients())
        for old, new in sorted(set(cuts.values_list("client", "parted")) - self.parted):
            self.person_law.part(old, new)
            self.parted.add((old, new))
        self._judge_post(self.law.hear(*of_places))
        self.sends = dict(Send.objects.filter(client__in=self._clients()).values_list("pk", "client"))

    def _judge_post(self, passed: dict[Place, frozenset[World]]) -> None:
        """A message that left while two acts went on was allowed at some moment of it."""
        left, self.seen = self.post.taken[self.seen :], len(self.post.taken)
        for letter in left:
            send = Send.objects.select_related("client", "brand").get(message_id=letter.message_id)
            if send.purpose == "service":
                self._judge_question(send, letter, passed)
                continue
            self.letters.footers.append(Footer(letter.footer, letter.recipient, send.brand_id))
            place = Place(letter.recipient, send.brand_id, send.purpose)
            assert self._is_lawful(passed, place, send.client), f"{place} was written to unlawfully"
            assert self._may_leave(send), f"{place} was written to from abroad: {self.person_law.moves()}"

    def _judge_question(self, send: Send, letter: Letter, passed: dict[Place, frozenset[World]]) -> None:
        """Only the owner of the address that was typed is asked, and not on a dead address."""
        pending = Decision.objects.get(pk=send.payload["decision"])
        place = Place(letter.recipient, send.brand_id, pending.purpose.code)
        assert (pending.status, self._address(pending.contact_hash)) == ("pending", letter.recipient)
        assert any(not is_total for world in passed[place] for _, is_total in {*world.stops, ("", False)})
        asked = Question(letter.asks, pending.pk, place, pending.captured_at, self.at)
        self.letters.questions.append(asked)

    def _is_lawful(self, worlds: Mapping[Place, frozenset[World]], place: Place, client: Client) -> bool:
        recipient = client.canonical_id or client.pk
        return is_lawful(worlds, place, recipient=recipient, at=self.at, kin=self.kin)

    def _may_leave(self, send: Send) -> bool:
        """The house's mail server is in Europe: of a client in China it is given nothing without their own yes."""
        law, now = self.person_law, self.person_law.step
        return any(
            not law.lives_in_china(family, by_step=step)
            or law.allows(family, send.brand_id, "cross-border", by_step=step)
            for step in (now - 1, now)
            for family in self._to_whom(send)
        )

    def _to_whom(self, send: Send) -> set[frozenset[int]]:
        """The person to whom it may have been written: a merge in the same step takes the message to the survivor, who
        was another person when it left."""
        before, after = self.around
        merged = after.get(send.client_id, frozenset({send.client_id}))
        written_for = {self.sends[send.pk]} if send.pk in self.sends else merged
        return {before[each] for each in written_for if each in before} | {merged}

    def _writable(self) -> set[Place]:
        """Where the product would write now."""
        held = Identifier.objects.filter(namespace="email", value__in=self.addresses, retracted_at=None)
        found = set()
        for each in held.select_related("client__canonical"):
            client = each.client.canonical or each.client
            for place in [place for place in self.places if place.address == each.value]:
                permission = may_contact(
                    client, purpose=place.purpose, channel="email", brand=self._brand(place.brand), at=self.at,
                    contact=place.address,
                )  # fmt: skip
                if permission.is_allowed:
                    found.add(place)
        return found

    def _agreed(self) -> set[Agreed]:
        """What the product would do with a person now."""
        live = self._clients().filter(canonical=None, erased_at=None)
        rows = CurrentDecision.objects.filter(client__in=live, channel="", decision__status="given")
        said = {Agreed(*row) for row in rows.values_list("client", "brand", "purpose__code")}
        return {each for each in said if self._would(each)}

    def _would(self, agreed: Agreed) -> bool:
        client, brand = Client.objects.get(pk=agreed.client), self._brand(agreed.brand)
        if agreed.purpose == "profiling":
            return may_profile(client, brand=brand, at=self.at)
        return decision_on(client, purpose=agreed.purpose, brand=brand, at=self.at).is_allowed

    @invariant()
    def what_may_be_written_the_law_allows(self) -> None:
        holders = {
            each.value: each.client
            for each in Identifier.objects.filter(value__in=self.addresses, retracted_at=None).select_related("client")
        }
        worlds = {place: self.law.worlds(place) for place in self.places}
        before, self.open = self.open, self._writable()
        assert not self.is_silent or self.open <= before, "nobody said anything, and more is allowed"
        for place in self.open:
            assert self._is_lawful(worlds, place, holders[place.address]), f"{place} is open"

    @invariant()
    def what_may_be_done_with_a_person_the_law_allows(self) -> None:
        law, families = self.person_law, self.families()
        before, self.agreed = self.agreed, self._agreed()
        assert not self.is_silent or self.agreed <= before, "nobody said anything, and more is done"
        for each in self.agreed:
            family = families[each.client]
            assert law.allows(family, each.brand, each.purpose), f"{each} was never agreed to"
            if each.purpose == "profiling" and law.lives_in_china(family):
                assert law.allows(family, each.brand, "automated-decisions"), f"{each} is asked by itself in China"

    @invariant()
    def every_message_leaves_once(self) -> None:
        left = [(each.recipient, each.message_id) for each in self.post.taken]
        assert len(set(left)) == len(left)

    @invariant()
    def no_cap_is_exceeded(self) -> None:
        """Each record that became one person may have had its own messages before."""
        sent = Send.objects.filter(client__in=self._clients(), purpose__in=COUNTED, status="sent")
        counts = Counter((row[0], row[1], int(row[2].timestamp() // 86_400) // 30) for row in sent.values_list(
            "client", "brand", "cap_reserved_at"
        ))  # fmt: skip
        for (client, _, _), count in counts.items():
            assert count <= MOST_MESSAGES * (Client.objects.filter(canonical=client).count() + 1)

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
        assert held.exclude(channel="").filter(**same).count() == held.exclude(channel="").count()


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with open_post() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield post


@pytest.fixture
def copy() -> Iterator[Copy]:
    copy = Copy()
    yield copy
    copy.forget()


@pytest.mark.django_db(transaction=True)
def test_no_message_leaves_without_a_decision_in_any_order(post: Post, copy: Copy, tmp_path: Path) -> None:
    Machine.post, Machine.copy, Machine.folder = post, copy, tmp_path
    profile = LONG if os.environ.get("HYPOTHESIS_PROFILE") == "long" else SHORT
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine, settings=settings(profile, deadline=None, suppress_health_check=list(HealthCheck))
    )
