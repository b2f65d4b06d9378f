"""Two houses with their journeys, three addresses, and whoever comes to have them."""

from collections.abc import Iterable
from pathlib import Path
from threading import local
from typing import ClassVar

from django.db import connection

from consent.contact_hash import contact_hash
from consent.errors import ConsentError, ResidenceError
from consent.models import Decision, Notice, Purpose, TransferRule
from consent.rights.errors import RightsError
from crm.identity.errors import IdentityError
from crm.merging.errors import MergeError
from crm.models import Brand, Client, IdentityCut, MergeLog, Variant
from journeys.actions.enrol import enrol_client
from journeys.actions.publish import publish_version
from journeys.models import CapRule, Journey
from tests.consent.machine.law import Event, Place
from tests.consent.machine.letters import Letters, Question
from tests.consent.machine.person_law import Families, PersonEvent
from tests.crm.merging.two_at_once import TwoAtOnce
from tests.factories import make_brand, make_product

# ``invitations`` stands under ``marketing``.
PURPOSES = ("marketing", "stock-alerts", "invitations")
MOST_MESSAGES = 2
_WRITE = {"kind": "send", "channel": "email", "template": "still-unavailable", "keep_seconds": 7200}
GRAPH = {
    "entry": "wish",
    "exit_when": [],
    "nodes": {
        "wish": {"kind": "trigger", "on": "stock_alert_requested", "next": "wait"},
        "wait": {"kind": "wait", "seconds": 60, "next": "write"},
        "write": {**_WRITE, "next": "wait-again"},
        "wait-again": {"kind": "wait", "seconds": 120, "next": "write-again"},
        "write-again": {**_WRITE, "next": "end"},
        "end": {"kind": "exit", "reason": "completed"},
    },
}


class Stage(TwoAtOnce):
    """Who is there, and what each act said of whom."""

    refused = (MergeError, IdentityError, ConsentError, RightsError, ResidenceError)
    days_apart = 200
    folder: ClassVar[Path]

    def furnish(self) -> None:
        self.brands: list[Brand] = [self.brand, make_brand(f"S{self.run}"[:20])]
        self.journeys: dict[tuple[int, str], Journey] = {}
        self.variants: dict[int, Variant] = {}
        self.letters = Letters()
        self.entries = 0
        self.heard = local()
        self.pairs: set[tuple[int, int]] = set()
        # A pause lasts a day or more: what opens by itself opens in a wait.
        self.open: set[Place] = set()
        self._ask_for_purposes()
        CapRule.objects.filter(brand__in=self.brands).update(maximum=MOST_MESSAGES)
        for brand in self.brands:
            self.variants[brand.pk] = make_product(brand, f"tote-{brand.code}".lower()).variants.get()
            for purpose in PURPOSES:
                journey = Journey.objects.create(brand=brand, code=f"news-{purpose}", name="News", purpose=purpose)
                publish_version(journey, GRAPH)
                self.journeys[brand.pk, purpose] = journey
        for number in (1, 2, 3):
            self._identify([("email", number), ("crm", number)], number)

    def _ask_for_purposes(self) -> None:
        """News need a link to be followed; invitations stand under news; China is left with a separate consent."""
        Purpose.objects.filter(code="marketing").update(needs_confirmation=True)
        marketing = Purpose.objects.get(code="marketing")
        facts = {"name": "Invitations", "parent": marketing, "lawful_basis": "consent", "channels": ["email"]}
        invitations, _ = Purpose.objects.get_or_create(code="invitations", defaults=facts)
        Notice.objects.get_or_create(purpose=invitations, version=1, language="en", defaults={"text": "We invite you."})
        TransferRule.objects.get_or_create(from_region="cn", to_region="eu", defaults={"ground": "separate"})

    def kin(self, one: int, other: int) -> bool:
        """Whether two records are, or once were, one person's; what a restored copy forgot is remembered here."""
        merges, cuts = MergeLog.objects.all(), IdentityCut.objects.exclude(parted=None)
        self.pairs |= set(merges.filter(keep__in=self._clients()).values_list("keep", "duplicate"))
        self.pairs |= set(cuts.filter(client__in=self._clients()).values_list("client", "parted"))
        reached = {one}
        for _ in self.pairs:
            reached |= {each for pair in self.pairs if reached & set(pair) for each in pair}
        return other in reached

    def families(self) -> Families:
        """Every record with those that are one person with it now."""
        survivors = {pk: canonical or pk for pk, canonical in self._clients().values_list("pk", "canonical")}
        return {
            pk: frozenset(each for each, its in survivors.items() if its == survivor)
            for pk, survivor in survivors.items()
        }

    @property
    def addresses(self) -> list[str]:
        return [self._claim(("email", number)).value for number in (1, 2, 3)]

    @property
    def places(self) -> list[Place]:
        return [Place(address, brand.pk, p) for address in self.addresses for brand in self.brands for p in PURPOSES]

    def _tell(self, *events: Event | PersonEvent) -> None:
        """What this thread's act said; read when both acts are done."""
        self.heard.events = [*getattr(self.heard, "events", []), *events]

    def _address(self, hashed: str) -> str:
        return {contact_hash("email", each): each for each in self.addresses}[hashed]

    def _live(self, who: int) -> Client | None:
        found: Client | None = self._one(self._clients().filter(canonical=None, erased_at=None), who)
        return found

    def _theirs(self, client: Client, before: Iterable[str]) -> frozenset[str]:
        """Addresses that were the client's all through an act."""
        return frozenset(before) & frozenset(client.contact_points("email"))

    def _house(self, house: int) -> Brand | None:
        """The third is all of them."""
        return [*self.brands, None][house]

    def _asked_by(self, question: Question) -> Decision | None:
        """The question of a link, unless a restored copy never had it: then its number may be another's."""
        return Decision.objects.filter(pk=question.pending, captured_at=question.asked_at).first()

    def _yeses_to(self, question: Question) -> list[Decision]:
        """Those that were kept in this act."""
        asked = self._asked_by(question)
        return list(Decision.objects.filter(confirms=asked, captured_at__gte=self.at)) if asked else []

    def _enrol(self, client: Client, brand: Brand, purpose: str) -> None:
        context = {"variant": self.variants[brand.pk].pk}
        journey = self.journeys[brand.pk, purpose]
        enrol_client(journey, client, entry_key=f"wish-{self._entry()}", context=context, at=self.at)

    def _brand(self, pk: int) -> Brand:
        return next(brand for brand in self.brands if brand.pk == pk)

    def _entry(self) -> int:
        self.entries += 1
        return self.entries

    def leave_the_database(self) -> None:
        """Nobody is connected any more; whoever asks next is connected anew."""
        self.leave()
        connection.close()
