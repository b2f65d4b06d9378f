"""After any sequence of changes and of time, upkeep by what changed equals asking everybody."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from consent.actions.decide import record_decision
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Category, Client, Interaction, Product, Purchase, Relationship, Segment, SegmentMember
from crm.queries.segment_definitions import defined_segments, segments_to_recompute
from crm.segments.compiling import compile_definition
from crm.segments.fragment import Scope
from tests.crm.segments.strategies import groups
from tests.factories import (
    make_boutique,
    make_brand,
    make_category,
    make_client,
    make_interaction,
    make_known_client,
    make_product,
    make_purchase,
    make_source,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
# A failing sequence is told as it was found: to shrink one takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
WHO = st.integers(0, 2)
AGO = st.sampled_from([0, 1, 9, 10, 11, 29, 30, 31, 60])


class Upkeep(RuleBasedStateMachine):
    """Three clients, two boutiques of two brands, three segments by rule that stand on each other, one by hand."""

    @initialize(first=groups("hand"), second=groups("hand", "first"), third=groups("first", "second"))
    def open_the_house(self, **definitions: Any) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self._make_house()
        self.hand = make_segment(self.brand, code="hand", name="By hand", kind="static")
        self.by_rule = []
        for code, definition in ((each, definitions[each]) for each in ("first", "second", "third")):
            segment = make_segment(self.brand, code=code, name=code, kind="computed")
            publish_segment(segment, definition, actor=None)
            self.by_rule.append(segment)

    def _make_house(self) -> None:
        self.brand = make_brand("AURELLE")
        self.boutique = make_boutique(self.brand)
        self.other = make_boutique(make_brand("SORANE"), "milano")
        self.source = make_source(self.brand)
        bag = make_product(self.brand, "tote")
        self.products = [bag, make_product(self.brand, "ring", category="jewels")]
        self.clients = [make_known_client(self.boutique, name, country="FR") for name in ("Camille", "Eve")]
        self.clients.append(make_client("Stranger", country="IT"))

    @rule(who=WHO, ago=AGO, what=st.integers(0, 1), price=st.sampled_from(["1", "20"]), is_return=st.booleans())
    def buy(self, who: int, ago: int, what: int, price: str, is_return: bool) -> None:
        price, kind = (f"-{price}", "return") if is_return else (price, "sale")
        at = self._now() - timedelta(days=ago)
        make_purchase(self.clients[who], self.boutique, self.products[what], at=at, price=price, kind=kind)

    @rule(who=WHO, to=WHO)
    def move_purchases(self, who: int, to: int) -> None:
        Purchase.objects.filter(client=self.clients[who]).update(client=self.clients[to])

    @rule()
    def correct_receipts(self) -> None:
        Purchase.objects.filter(kind="sale").update(total=Decimal(2))

    @rule(who=WHO, ago=AGO, name=st.sampled_from(["Product Viewed", "Product Added"]), is_known=st.booleans())
    def browse(self, who: int, ago: int, name: str, is_known: bool) -> None:
        client = self.clients[who] if is_known else None
        make_interaction(self.source, name, at=self._now() - timedelta(days=ago), client=client, anonymous_id="a")

    @rule(who=WHO)
    def recognise(self, who: int) -> None:
        Interaction.objects.filter(client=None).update(client=self.clients[who])

    @rule(who=WHO, country=st.sampled_from(["", "FR", "IT"]), city=st.sampled_from(["", "Paris"]))
    def correct(self, who: int, country: str, city: str) -> None:
        Client.objects.filter(pk=self.clients[who].pk).update(country=country, city=city)

    @rule(is_merged=st.booleans())
    def merge_or_unmerge(self, is_merged: bool) -> None:
        Client.objects.filter(pk=self.clients[1].pk).update(canonical=self.clients[0] if is_merged else None)

    @rule(who=WHO, tier=st.sampled_from(["", "VIC"]), is_other=st.booleans())
    def get_to_know(self, who: int, tier: str, is_other: bool) -> None:
        place = self.other if is_other else self.boutique
        Relationship.objects.update_or_create(
            client=self.clients[who], brand=place.brand, boutique=place, defaults={"tier": tier, "since": START}
        )

    @rule(who=WHO)
    def forget(self, who: int) -> None:
        Relationship.objects.filter(client=self.clients[who]).delete()

    @rule(who=WHO, status=st.sampled_from(["given", "withdrawn"]), days=st.sampled_from([None, 5, 30]))
    def decide(self, who: int, status: str, days: int | None) -> None:
        valid_to = self._now() + timedelta(days=days) if days else None
        record_decision(
            self.clients[who], brand=self.brand, purpose="marketing", channel="email", contact="a@mail.example",
            status=status, method="web_form", at=self._now(), valid_to=valid_to,
        )  # fmt: skip

    @rule(what=st.integers(0, 1), code=st.sampled_from(["bags", "jewels"]))
    def sort_anew(self, what: int, code: str) -> None:
        Product.objects.filter(pk=self.products[what].pk).update(category=make_category(self.brand, code))

    @rule(is_below=st.booleans())
    def hang_below_leather(self, is_below: bool) -> None:
        parent = make_category(self.brand, "leather") if is_below else None
        Category.objects.filter(code="bags").update(parent=parent)

    @rule(who=WHO, is_in=st.booleans())
    def choose_by_hand(self, who: int, is_in: bool) -> None:
        change = enter_segment if is_in else leave_segment
        change(self.hand, self.clients[who], reason="by hand", at=self._now())

    @rule(definition=groups("hand"))
    def write_anew(self, definition: dict[str, Any]) -> None:
        publish_segment(self.by_rule[0], definition, actor=None)

    @rule(days=st.sampled_from([1, 5, 10, 20, 30]))
    def wait(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))

    @rule()
    def compare(self) -> None:
        sweep_windows(self._now())
        for segment_id in segments_to_recompute():
            recompute_segment(segment_id)
        while refresh_changed_clients().clients:
            pass

        assert {each.pk: _members(each) for each in self.by_rule} == _everybody_asked(self._now())

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            self.compare()
        finally:
            self.travel.stop()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def _now(self) -> datetime:
        return datetime.now(UTC)


def _members(segment: Segment) -> set[int]:
    return set(SegmentMember.objects.filter(segment=segment).values_list("client_id", flat=True))


def _everybody_asked(at: datetime) -> dict[int, set[int]]:
    answers = {}
    for segment in defined_segments():
        query = compile_definition(segment.definition, Scope(segment.brand_id, at))
        with connection.cursor() as cursor:
            cursor.execute(query.text, query.values)
            answers[segment.id] = {row[0] for row in cursor.fetchall()}
    return answers


def test_upkeep_equals_asking_everybody() -> None:
    run_state_machine_as_test(
        Upkeep, settings=settings(max_examples=20, stateful_step_count=20, deadline=None, phases=PHASES)
    )
