"""What people, forms, files and workers do in the machine, each told to the law as it was done."""

from datetime import timedelta
from pathlib import Path
from threading import local
from typing import ClassVar

from hypothesis import strategies as st

from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.restrict import lift_restriction, restrict_client
from consent.actions.suppress import suppress, withdraw_by_link
from consent.contact_hash import contact_hash
from consent.errors import ConsentError
from consent.models import Decision, Purpose
from consent.rights.erase import erase_client
from consent.rights.erasing.work import work_on_due_erasure
from consent.rights.errors import RightsError
from crm.actions.follow_merges import follow_recent_merges
from crm.identity.errors import IdentityError
from crm.ingest.files.importing import ImportRequest, import_file
from crm.ingest.files.mapping import mapping_from
from crm.merging.errors import MergeError
from crm.models import Brand, Client, IdentityCut, MergeLog, Variant
from journeys.actions.advance import advance_claimed, claim_due_enrolments
from journeys.actions.dispatch import send_due
from journeys.actions.enrol import enrol_client
from journeys.actions.park import park_abandoned
from journeys.actions.publish import publish_version
from journeys.models import CapRule, Journey
from tests.consent.machine.law import (
    FILE,
    NO,
    OWN,
    STAFF,
    TYPED,
    WITHDRAWN,
    YES,
    Confirmed,
    Erased,
    Event,
    Place,
    Restricted,
    Said,
    Silence,
    Stopped,
)
from tests.crm.merging.two_at_once import IDENTITY_ACTS, NUMBER, WHO, TwoAtOnce
from tests.factories import make_brand, make_product

PURPOSES = ("marketing", "stock-alerts")
MOST_MESSAGES = 2
GRAPH = {
    "entry": "wish",
    "exit_when": [],
    "nodes": {
        "wish": {"kind": "trigger", "on": "stock_alert_requested", "next": "wait"},
        "wait": {"kind": "wait", "seconds": 60, "next": "write"},
        "write": {
            "kind": "send", "channel": "email", "template": "still-unavailable", "keep_seconds": 7200, "next": "end",
        },
        "end": {"kind": "exit", "reason": "completed"},
    },
}  # fmt: skip
STATUSES = {"given": YES, "refused": NO, "withdrawn": WITHDRAWN}
METHODS = {OWN: "app", STAFF: "staff", TYPED: "web_form"}
CONSENT = "email,purpose,channel,status,decided_at,notice_version,language,proof"

STATUS = st.sampled_from(["given", "given", "refused", "withdrawn"])
PURPOSE = st.sampled_from(PURPOSES)
HOUSES = st.integers(0, 1)
CONSENT_ACTS = (
    st.tuples(
        st.just("decide"), WHO, HOUSES, PURPOSE, STATUS, st.sampled_from([OWN, OWN, STAFF, TYPED]),
        st.sampled_from([0, 0, 3]),
    ),
    st.tuples(st.just("confirm"), WHO),
    st.tuples(st.just("withdraw"), WHO, HOUSES),
    st.tuples(st.just("stop"), NUMBER, st.integers(0, 2), st.sampled_from(["bounced", "complained", "unsubscribed"])),
    st.tuples(st.just("pause"), WHO, HOUSES, st.sampled_from([0, 1])),
    st.tuples(st.just("erase"), WHO),
    st.tuples(st.just("clean")),
    st.tuples(st.just("restrict"), WHO),
    st.tuples(st.just("lift"), WHO),
    st.tuples(st.just("limit"), WHO, HOUSES, st.sampled_from([None, 1])),
)  # fmt: skip
FILE_ACTS = (
    st.tuples(st.just("import_consents"), NUMBER, HOUSES, PURPOSE, STATUS, st.sampled_from([0, 2, 500])),
    st.tuples(st.just("import_clients"), NUMBER, NUMBER),
)
JOURNEY_ACTS = (
    st.tuples(st.just("enrol"), WHO, HOUSES, PURPOSE),
    st.tuples(st.just("step_and_send")),
    st.tuples(st.just("send")),
    st.tuples(st.just("park")),
    st.tuples(st.just("sweep")),
)
ACTS = st.one_of(*IDENTITY_ACTS, *CONSENT_ACTS, *FILE_ACTS, *JOURNEY_ACTS)


class Acts(TwoAtOnce):
    """Two houses, three addresses, and whoever comes to have them."""

    refused = (MergeError, IdentityError, ConsentError, RightsError)
    folder: ClassVar[Path]

    def furnish(self) -> None:
        self.brands: list[Brand] = [self.brand, make_brand(f"S{self.run}"[:20])]
        Purpose.objects.filter(code="marketing").update(needs_confirmation=True)
        CapRule.objects.filter(brand__in=self.brands).update(maximum=MOST_MESSAGES)
        self.journeys: dict[tuple[int, str], Journey] = {}
        self.variants: dict[int, Variant] = {}
        for brand in self.brands:
            self.variants[brand.pk] = make_product(brand, f"tote-{brand.code}".lower()).variants.get()
            for purpose in PURPOSES:
                journey = Journey.objects.create(brand=brand, code=f"news-{purpose}", name="News", purpose=purpose)
                publish_version(journey, GRAPH)
                self.journeys[brand.pk, purpose] = journey
        self.entries = 0
        self.heard = local()
        for number in (1, 2, 3):
            self._identify([("email", number), ("crm", number)], number)

    def kin(self, one: int, other: int) -> bool:
        """Whether two records are, or once were, one person's."""
        merges, cuts = MergeLog.objects.all(), IdentityCut.objects.exclude(parted=None)
        pairs = [
            *merges.filter(keep__in=self._clients()).values_list("keep", "duplicate"),
            *cuts.filter(client__in=self._clients()).values_list("client", "parted"),
        ]
        reached = {one}
        for _ in pairs:
            reached |= {each for pair in pairs if reached & set(pair) for each in pair}
        return other in reached

    @property
    def addresses(self) -> list[str]:
        return [self._claim(("email", number)).value for number in (1, 2, 3)]

    @property
    def places(self) -> list[Place]:
        return [Place(address, brand.pk, p) for address in self.addresses for brand in self.brands for p in PURPOSES]

    def _tell(self, *events: Event) -> None:
        """What this thread's act said; read when both acts are done."""
        self.heard.events = [*getattr(self.heard, "events", []), *events]

    def _address(self, hashed: str) -> str:
        return {contact_hash("email", each): each for each in self.addresses}[hashed]

    def _live(self, who: int) -> Client | None:
        found: Client | None = self._one(self._clients().filter(canonical=None, erased_at=None), who)
        return found

    def _decide(self, who: int, house: int, purpose: str, status: str, hand: str, minutes: int) -> None:  # noqa: PLR0913
        client, brand = self._live(who), self.brands[house]
        contacts = client.contact_points("email") if client else []
        if client is None or not contacts:
            return
        contact = contacts[who % len(contacts)]
        until = self.at + timedelta(minutes=minutes) if minutes else None
        decision = record_decision(
            client, brand=brand, purpose=purpose, channel="email", contact=contact, status=status,
            method=METHODS[hand], at=self.at, valid_to=until, is_proven=hand != TYPED,
            actor=self.maya if hand == STAFF else None,
        )  # fmt: skip
        place = Place(contact, brand.pk, purpose)
        needs = purpose == "marketing"
        self._tell(Said(place, STATUSES[status], hand, decision.client_id, self.at, until, needs))

    def _confirm(self, which: int) -> None:
        pending = self._one(Decision.objects.filter(client__in=self._clients(), status="pending"), which)
        if pending is None:
            return
        given = confirm_decision(pending, pending.client.canonical or pending.client, origin="", at=self.at)
        if given.captured_at == self.at:
            place = Place(self._address(pending.contact_hash), pending.brand_id, pending.purpose.code)
            self._tell(Confirmed(place, given.client_id, pending.captured_at, self.at))

    def _withdraw(self, who: int, house: int) -> None:
        client, brand = self._live(who), self.brands[house]
        if client is None:
            return
        said = withdraw_by_link(client, brand=brand, channel="email", at=self.at)
        for each in said:
            place = Place(self._address(each.contact_hash), brand.pk, each.purpose.code)
            self._tell(Said(place, WITHDRAWN, OWN, each.client_id, self.at))
            self._tell(Stopped(place.address, brand.pk, "unsubscribed"))

    def _stop(self, number: int, house: int, reason: str) -> None:
        brand = [*self.brands, None][house]
        address, is_total = self._claim(("email", number)).value, reason == "bounced"
        suppress("email", address, brand=brand, reason=reason, marketing_only=not is_total)
        self._tell(Stopped(address, brand.pk if brand else None, reason, is_total))

    def _pause(self, who: int, house: int, days: int) -> None:
        client, brand = self._live(who), self.brands[house]
        if client is None:
            return
        before = set(client.contact_points("email"))
        until = pause_marketing(client, brand=brand, days=days, at=self.at)
        theirs = before & set(client.contact_points("email"))
        self._tell(Silence(frozenset(theirs), brand.pk, client.pk, until))

    def _limit(self, who: int, house: int, at_most: int | None) -> None:
        if client := self._live(who):
            limit_marketing(client, brand=self.brands[house], at_most=at_most, at=self.at)

    def _erase(self, who: int) -> None:
        """Every address that means the person then, and those that did before."""
        if client := self._live(who):
            begun = erase_client(client, reason="asked", actor=self.maya, at=self.at)
            theirs = {value for namespace, value in begun.traces["identifiers"] if namespace == "email"}
            self._tell(Erased(frozenset(theirs), self.at))

    def _clean(self) -> None:
        work_on_due_erasure(now=self.at)

    def _restrict(self, who: int) -> None:
        if client := self._live(who):
            before = set(client.contact_points("email"))
            restricted = restrict_client(client, reason="disputed", actor=self.maya, at=self.at)
            theirs = before & set(client.contact_points("email"))
            self._tell(Restricted(frozenset(theirs), restricted.client_id, True, self.kin))

    def _lift(self, who: int) -> None:
        if client := self._live(who):
            lifted = lift_restriction(client, because="settled", actor=self.maya, at=self.at)
            self._tell(Restricted(frozenset(self.addresses), lifted.client_id, False, self.kin))

    def _import_consents(self, number: int, house: int, purpose: str, status: str, minutes_ago: int) -> None:  # noqa: PLR0913
        brand, address = self.brands[house], self._claim(("email", number)).value
        at, proof = self.at - timedelta(minutes=minutes_ago), f"form {self._entry()}"
        self._import("consents", brand, f"{CONSENT}\n{address},{purpose},email,{status},{at.isoformat()},1,en,{proof}")
        for kept in Decision.objects.filter(origin=proof, brand=brand):
            self._tell(Said(Place(address, brand.pk, purpose), STATUSES[status], FILE, kept.client_id, at))

    def _import_clients(self, number: int, customer: int) -> None:
        address = self._claim(("email", number)).value
        lines = f"customer,email,city\n{customer}-{self.run},{address},Paris {self._entry()}"
        self._import("clients", self.brand, lines)

    def _import(self, kind: str, brand: Brand, content: str) -> None:
        path = self.folder / f"{kind}-{self.run}-{self._entry()}.csv"
        path.write_text(content + "\n", "utf-8")
        columns = {name: name for name in content.splitlines()[0].split(",")}
        mapping = mapping_from({"kind": kind, "source": "file", "columns": columns})
        import_file(ImportRequest(kind, path, None, brand.code, mapping=mapping))

    def _enrol(self, who: int, house: int, purpose: str) -> None:
        brand = self.brands[house]
        if client := self._live(who):
            context = {"variant": self.variants[brand.pk].pk}
            journey = self.journeys[brand.pk, purpose]
            enrol_client(journey, client, entry_key=f"wish-{self._entry()}", context=context, at=self.at)

    def _step_and_send(self) -> None:
        """What a worker would do in the next hours: wait, step, write."""
        later = self.at + timedelta(hours=1)
        while (claim := claim_due_enrolments(now=later)).ids:
            advance_claimed(claim, now=self.at)
        self._send()

    def _send(self) -> None:
        send_due(seconds=20)

    def _park(self) -> None:
        park_abandoned(now=self.at)

    def _sweep(self) -> None:
        follow_recent_merges(now=self.at, window=timedelta(days=1))

    def _entry(self) -> int:
        self.entries += 1
        return self.entries
