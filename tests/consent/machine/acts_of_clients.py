"""What clients do: on the page of preferences, in a form, by the links of their mail, by their browser."""

from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from hypothesis import strategies as st

from consent.actions.confirm import confirm_decision
from consent.actions.decide import decide_for_person, record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.actions.prefer_channel import prefer_channel
from consent.actions.privacy_control import heed_privacy_control
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.suppress import withdraw_by_link
from consent.models import Decision
from consent.rights.requests import open_request
from consent.subjects import Subject
from consent.views.confirmations import LIFE
from tests.consent.machine.law import (
    ALL_OF_MARKETING,
    NO,
    OWN,
    STAFF,
    STOPPED_BY_LINK,
    TYPED,
    WITHDRAWN,
    YES,
    Confirmed,
    Place,
    Said,
    Silence,
    Stopped,
)
from tests.consent.machine.person_law import Chosen, Signalled
from tests.consent.machine.stage import PURPOSES, Stage
from tests.crm.merging.two_at_once import WHO

STATUSES = {"given": YES, "refused": NO, "withdrawn": WITHDRAWN}
METHODS = {OWN: "app", STAFF: "staff", TYPED: "web_form"}
ABOUT_PEOPLE = ("profiling", "automated-decisions", "measurement", "cross-border")

STATUS = st.sampled_from(["given", "given", "refused", "withdrawn"])
PURPOSE = st.sampled_from(PURPOSES)
HOUSES = st.integers(0, 1)
ANY_HOUSE = st.integers(0, 2)
ACTS_OF_CLIENTS = (
    st.tuples(
        st.just("decide"), WHO, HOUSES, PURPOSE, STATUS, st.sampled_from([OWN, OWN, STAFF, TYPED]),
        st.sampled_from([0, 0, 3]),
    ),
    st.tuples(st.just("choose"), WHO, HOUSES, st.sampled_from(ABOUT_PEOPLE), STATUS),
    st.tuples(st.just("confirm"), WHO),
    st.tuples(st.just("click"), WHO),
    st.tuples(st.just("withdraw"), WHO, HOUSES),
    st.tuples(st.just("unsubscribe"), WHO),
    st.tuples(st.just("signal"), WHO, HOUSES),
    st.tuples(st.just("object"), WHO, st.sampled_from(["objection_marketing", "objection_profiling"]), ANY_HOUSE),
    st.tuples(st.just("pause"), WHO, HOUSES, st.sampled_from([0, 1])),
    st.tuples(st.just("limit"), WHO, HOUSES, st.sampled_from([None, 1])),
    st.tuples(st.just("prefer"), WHO, HOUSES, st.sampled_from(["email", ""])),
)  # fmt: skip


class ActsOfClients(Stage):
    def _decide(self, who: int, house: int, purpose: str, status: str, hand: str, minutes: int) -> None:  # noqa: PLR0913
        client, brand = self._live(who), self.brands[house]
        if client is None:
            return
        until = self.at + timedelta(minutes=minutes) if minutes else None
        said = _decide_on_one(
            client, who, brand=brand, purpose=purpose, status=status, method=METHODS[hand], at=self.at, valid_to=until,
            is_proven=hand != TYPED, actor=self.maya if hand == STAFF else None,
        )  # fmt: skip
        if said:
            contact, decision = said
            place = Place(contact, brand.pk, purpose)
            needs = purpose == "marketing"
            self._tell(Said(place, STATUSES[status], hand, decision.client_id, self.at, until, needs))

    def _choose(self, who: int, house: int, purpose: str, status: str) -> None:
        brand = self.brands[house]
        if client := self._live(who):
            decided = decide_for_person(
                client, brand=brand, purpose=purpose, status=status, method="app", at=self.at
            )  # fmt: skip
            self._tell(Chosen(decided.client_id, brand.pk, purpose, STATUSES[status]))

    def _confirm(self, which: int) -> None:
        pending = self._one(Decision.objects.filter(client__in=self._clients(), status="pending"), which)
        if pending is None:
            return
        given = confirm_decision(pending, pending.client.canonical or pending.client, origin="", at=self.at)
        if given.captured_at == self.at:
            place = Place(self._address(pending.contact_hash), pending.brand_id, pending.purpose.code)
            self._tell(Confirmed(place, given.client_id, pending.captured_at, self.at))

    def _click(self, which: int) -> None:
        """A link of a double opt-in, perhaps for the second time, perhaps too late."""
        if not (found := self.letters.questions):
            return
        question = found[which % len(found)]
        Browser().post(f"/preferences/confirm/{question.token}/")
        if self.at - question.arrived_at > timedelta(seconds=LIFE):
            return
        for given in self._yeses_to(question):
            self._tell(Confirmed(question.place, given.client_id, question.asked_at, given.captured_at))

    def _withdraw(self, who: int, house: int) -> None:
        client, brand = self._live(who), self.brands[house]
        if client is None:
            return
        said = withdraw_by_link(client, brand=brand, channel="email", at=self.at)
        for address in sorted({self._address(each.contact_hash) for each in said}):
            places = [Place(address, brand.pk, purpose) for purpose in STOPPED_BY_LINK]
            self._tell(*(Said(place, WITHDRAWN, OWN, said[0].client_id, self.at) for place in places))
            self._tell(Stopped(address, brand.pk, "unsubscribed"))

    def _unsubscribe(self, which: int) -> None:
        """Whoever reads the mailbox now wants no more of it there, whoever had the address when the message left."""
        if not (found := self.letters.footers):
            return
        footer = found[which % len(found)]
        Browser().post(f"/preferences/{footer.token}/unsubscribe/", {"List-Unsubscribe": "One-Click"})
        places = [Place(footer.address, footer.brand, purpose) for purpose in STOPPED_BY_LINK]
        self._tell(*(Said(place, WITHDRAWN, OWN, 0, self.at) for place in places))
        self._tell(Stopped(footer.address, footer.brand, "unsubscribed"))

    def _signal(self, who: int, house: int) -> None:
        brand = self.brands[house]
        if client := self._live(who):
            held = heed_privacy_control(client, brand=brand, origin="/v1/", at=self.at)
            self._tell(Signalled(next(iter(held.values())).client_id, brand.pk))

    def _object(self, who: int, kind: str, house: int) -> None:
        brand, client = self._house(house), self._live(who)
        if client is None:
            return
        before = client.contact_points("email")
        request = open_request(client, kind=kind, intake="client_page", brand=brand, at=self.at)
        houses = [brand] if brand else self.brands
        if kind == "objection_marketing":
            reach, theirs = brand.pk if brand else None, sorted(self._theirs(client, before))
            self._tell(*(Stopped(each, reach, "objected") for each in theirs))
            wanted = [(house.pk, purpose) for house in houses for purpose in sorted(ALL_OF_MARKETING)]
            places = [Place(each, *where) for each in theirs for where in wanted]
            self._tell(*(Said(place, WITHDRAWN, OWN, request.client_id, self.at) for place in places))
        else:
            self._tell(*(Chosen(request.client_id, each.pk, "profiling", WITHDRAWN) for each in houses))

    def _pause(self, who: int, house: int, days: int) -> None:
        client, brand = self._live(who), self.brands[house]
        if client is None:
            return
        before = client.contact_points("email")
        until = pause_marketing(client, brand=brand, days=days, at=self.at)
        self._tell(Silence(self._theirs(client, before), brand.pk, client.pk, until))

    def _limit(self, who: int, house: int, at_most: int | None) -> None:
        if client := self._live(who):
            limit_marketing(client, brand=self.brands[house], at_most=at_most, at=self.at)

    def _prefer(self, who: int, house: int, channel: str) -> None:
        if client := self._live(who):
            prefer_channel(client, brand=self.brands[house], channel=channel, at=self.at)


@on_live_record
def _decide_on_one(client: Subject, which: int, **facts: Any) -> tuple[str, Decision] | None:
    """As every screen does it: the address is looked up under the lock, so that none leaves meanwhile."""
    lock_decisions(client)
    if not (contacts := client.contact_points("email")):
        return None
    contact = contacts[which % len(contacts)]
    return contact, record_decision(client, channel="email", contact=contact, **facts)
