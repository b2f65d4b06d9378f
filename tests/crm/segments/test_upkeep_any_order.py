"""After any sequence of changes and of time, upkeep by what changed equals asking everybody."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from consent.actions.decide import record_decision
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import (
    CartItem,
    Category,
    Client,
    Interaction,
    LoyaltyAccount,
    MergeLog,
    Product,
    Purchase,
    PurchaseLine,
    Relation,
    Relationship,
    Score,
    SegmentMember,
    Wish,
)
from crm.queries.segment_definitions import segments_to_recompute
from crm.queries.segment_sizes import sizes_of
from tests.crm.segments.house import care_for, everybody_asked, members_of, open_house, put_into_cart, rate, wish_for
from tests.crm.segments.strategies import groups
from tests.factories import make_category, make_interaction, make_purchase

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
# A failing sequence is told as it was found: to shrink one takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
WHO = st.integers(0, 2)
AGO = st.sampled_from([0, 1, 9, 10, 11, 29, 30, 31, 60])
# Thirty within the month, thirty on a day that most years have not, and unknown.
BORN = [None, date(1996, 3, 20), date(1996, 2, 29), date(1997, 3, 12)]


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
        self.house = open_house()
        self.brand, self.boutique, self.other = self.house.brand, self.house.boutique, self.house.other
        self.source, self.products, self.clients = self.house.source, self.house.products, self.house.clients

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

    @rule(who=WHO, ago=AGO, price=st.sampled_from([10, 200, "200"]), is_known=st.booleans())
    def browse(self, who: int, ago: int, price: int | str, is_known: bool) -> None:
        client, properties = self.clients[who] if is_known else None, {"category": "bags", "price": price}
        name = "Product Viewed" if price == 200 else "Product Added"
        at = self._now() - timedelta(days=ago)
        make_interaction(self.source, name, at=at, client=client, anonymous_id="a", properties=properties)

    @rule(who=WHO)
    def recognise(self, who: int) -> None:
        Interaction.objects.filter(client=None).update(client=self.clients[who])

    @rule(who=WHO, country=st.sampled_from(["", "FR", "IT"]), city=st.sampled_from(["", "Paris"]))
    def correct(self, who: int, country: str, city: str) -> None:
        Client.objects.filter(pk=self.clients[who].pk).update(country=country, city=city)

    @rule(who=WHO, colour=st.sampled_from(["navy", "", ["navy", "ivory"]]), born=st.sampled_from(BORN))
    def learn(self, who: int, colour: Any, born: date | None) -> None:
        dates = [{"name": "wedding", "date": "03-29"}] if born else []
        Client.objects.filter(pk=self.clients[who].pk).update(
            tastes={"colour": colour}, birth_date=born, key_dates=dates, salutation="FR" if born else ""
        )

    @rule(who=WHO, to=WHO)
    def merge(self, who: int, to: int) -> None:
        keep, duplicate = (Client.objects.get(pk=self.clients[each].pk) for each in (to, who))
        if who != to and keep.canonical_id is None and duplicate.canonical_id is None:
            merge_clients(keep, duplicate, actor=None, reason="test", at=self._now())

    @rule()
    def unmerge(self) -> None:
        log = MergeLog.objects.filter(undone_at=None).order_by("-pk").first()
        if log is not None:
            unmerge_clients(log, actor=None, at=self._now())

    @rule(who=WHO, ago=AGO, what=st.integers(0, 1), is_removed=st.booleans())
    def wish(self, who: int, ago: int, what: int, is_removed: bool) -> None:
        wish_for(self.house, who, what, at=self._now() - timedelta(days=ago), is_removed=is_removed)

    @rule(who=WHO, ago=AGO, quantity=st.integers(0, 2))
    def fill_the_cart(self, who: int, ago: int, quantity: int) -> None:
        put_into_cart(self.house, who, at=self._now() - timedelta(days=ago), quantity=quantity)

    @rule(who=WHO, number=st.integers(0, 10), ago=AGO, is_closed=st.booleans())
    def be_cared_for(self, who: int, number: int, ago: int, is_closed: bool) -> None:
        care_for(self.house, who, number, at=self._now() - timedelta(days=ago), is_closed=is_closed)

    @rule(who=WHO, number=st.integers(0, 10))
    def be_rated(self, who: int, number: int) -> None:
        rate(self.house, who, number, at=self._now())

    @rule(who=WHO)
    def erase(self, who: int) -> None:
        """As an erasure takes rows away, whatever wrote them."""
        for model in (PurchaseLine, Purchase, Interaction, Wish, CartItem, Score, LoyaltyAccount, Relation):
            mine = "purchase__client" if model is PurchaseLine else "client"
            model._default_manager.filter(**{mine: self.clients[who]}).delete()
        Client.objects.filter(pk=self.clients[who].pk).update(country="", birth_date=None, tastes={}, key_dates=[])

    @rule(who=WHO, tier=st.sampled_from(["", "VIC"]), is_other=st.booleans())
    def get_to_know(self, who: int, tier: str, is_other: bool) -> None:
        place = self.other if is_other else self.boutique
        known = {"tier": tier, "since": self._now() - timedelta(days=4), "advisor": self.house.alice if tier else None}
        Relationship.objects.update_or_create(
            client=self.clients[who], brand=place.brand, boutique=place, defaults=known
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

        assert {each.pk: members_of(each) for each in self.by_rule} == everybody_asked(self._now())
        segments = [*self.by_rule, self.hand]
        live = SegmentMember.objects.filter(client__canonical=None)
        assert sizes_of(segments) == {each.pk: live.filter(segment=each).count() for each in segments}

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


def test_upkeep_equals_asking_everybody() -> None:
    run_state_machine_as_test(
        Upkeep, settings=settings(max_examples=20, stateful_step_count=20, deadline=None, phases=PHASES)
    )
