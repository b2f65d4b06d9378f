"""What the house does: staff at the desk and in the boutique, and the files of other systems."""

from datetime import timedelta

from django.test import Client as Browser
from hypothesis import strategies as st

from consent.actions.ask import ask_client
from consent.actions.residence import set_residence
from consent.actions.restrict import lift_restriction, restrict_client
from consent.actions.suppress import suppress
from consent.models import Decision
from consent.rights.erase import erase_client
from consent.rights.erasing.work import work_on_due_erasure
from consent.views.in_hand import LIFE, hand_link
from crm.ingest.files.importing import ImportRequest, import_file
from crm.ingest.files.mapping import mapping_from
from crm.models import Brand
from tests.consent.machine.acts_of_clients import ANY_HOUSE, HOUSES, PURPOSE, STATUS, STATUSES
from tests.consent.machine.law import FILE, NO, OWN, Confirmed, Erased, Place, Restricted, Said, Stopped
from tests.consent.machine.letters import Question
from tests.consent.machine.person_law import Moved
from tests.consent.machine.stage import Stage
from tests.crm.merging.two_at_once import NUMBER, WHO

CONSENT = "email,purpose,channel,status,decided_at,notice_version,language,proof"

ACTS_OF_THE_HOUSE = (
    st.tuples(st.just("stop"), NUMBER, ANY_HOUSE, st.sampled_from(["bounced", "complained", "unsubscribed"])),
    st.tuples(st.just("erase"), WHO),
    st.tuples(st.just("clean")),
    st.tuples(st.just("restrict"), WHO),
    st.tuples(st.just("lift"), WHO),
    st.tuples(st.just("move"), WHO, st.sampled_from(["cn", "eu"])),
    st.tuples(st.just("ask"), WHO, HOUSES, PURPOSE),
    st.tuples(st.just("answer"), WHO, st.sampled_from(["yes", "yes", "no"])),
    st.tuples(st.just("import_consents"), NUMBER, HOUSES, PURPOSE, STATUS, st.sampled_from([0, 2, 500])),
    st.tuples(st.just("import_clients"), NUMBER, NUMBER),
)


class ActsOfTheHouse(Stage):
    def _stop(self, number: int, house: int, reason: str) -> None:
        brand = self._house(house)
        address, is_total = self._claim(("email", number)).value, reason == "bounced"
        suppress("email", address, brand=brand, reason=reason, marketing_only=not is_total)
        self._tell(Stopped(address, brand.pk if brand else None, reason, is_total))

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
            before = client.contact_points("email")
            restricted = restrict_client(client, reason="disputed", actor=self.maya, at=self.at)
            self._tell(Restricted(self._theirs(client, before), restricted.client_id, True, self.kin))

    def _lift(self, who: int) -> None:
        if client := self._live(who):
            lifted = lift_restriction(client, because="settled", actor=self.maya, at=self.at)
            self._tell(Restricted(frozenset(self.addresses), lifted.client_id, False, self.kin))

    def _move(self, who: int, region: str) -> None:
        if client := self._live(who):
            residence = set_residence(client, region=region, because="a letter", actor=self.maya, at=self.at)
            self._tell(Moved(residence.client_id, region))

    def _ask(self, who: int, house: int, purpose: str) -> None:
        """On the boutique's tablet, which is handed over; the client answers when they will."""
        brand = self.brands[house]
        if client := self._live(who):
            asked = ask_client(
                client, brand=brand, purpose=purpose, channel="email", method="boutique_tablet", actor=self.maya,
                origin="tablet", language="en", at=self.at,
            )  # fmt: skip
            place = Place(self._address(asked.contact_hash), brand.pk, purpose)
            token = hand_link([asked], back="/")
            self.letters.handed.append(Question(token, asked.pk, place, self.at, self.at))

    def _answer(self, which: int, word: str) -> None:
        if not (found := self.letters.handed):
            return
        question = found[which % len(found)]
        Browser().post(f"/preferences/hand/{question.token}/", {f"answer-{question.pending}": word})
        if self.at - question.arrived_at > timedelta(seconds=LIFE):
            return
        if word == "yes":
            for given in self._yeses_to(question):
                self._tell(Confirmed(question.place, given.client_id, question.asked_at, given.captured_at))
        elif refused := self._refused_there(question):
            self._tell(Said(question.place, NO, OWN, refused.client_id, refused.captured_at))

    def _refused_there(self, question: Question) -> Decision | None:
        if not (asked := self._asked_by(question)):
            return None
        place = {name: getattr(asked, name) for name in ("brand", "purpose", "channel", "contact_hash")}
        return Decision.objects.filter(
            **place, status="refused", method="boutique_tablet", captured_at__gte=self.at
        ).first()  # fmt: skip

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
