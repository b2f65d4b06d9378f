"""Two machines do anything to the same few people at the same moment, and everybody stays whole.

Each step draws two acts and runs them at once, each in a thread and a transaction of its own, on a real database.
``HYPOTHESIS_PROFILE=long`` runs hundreds of examples.
"""

import os
import uuid
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from consent.actions.decide import record_decision
from consent.actions.restrict import lift_restriction, restrict_client
from consent.contact_hash import contact_hash
from consent.journal.write import write_journal
from consent.models import CurrentDecision, Decision, Erasure
from consent.queries.restriction import is_restricted
from consent.rights.erase import erase_client
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from consent.rights.errors import RightsError
from crm.actions.accounts import AccountError, log_in, open_account
from crm.actions.block import block_value
from crm.actions.follow_merges import follow_recent_merges
from crm.actions.identity_review import close_review
from crm.actions.merge import merge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.namespaces import NAMESPACES
from crm.identity.resolve import resolve_client
from crm.identity.sweep import hand_over_forgotten_history
from crm.ingest.calls import Person, PreparedCall
from crm.ingest.identity import assign_clients
from crm.merging.errors import MergeError
from crm.models import (
    Client,
    CustomerAccount,
    Identifier,
    IdentityLink,
    IdentityReview,
    Interaction,
    Source,
)
from crm.models.identity import SINGLE_NAMESPACES
from tests.crm.merging.two_at_once import IDENTITY_ACTS, NUMBER, PERSONAL, WHO, Act, TwoAtOnce
from tests.factories import make_interaction, make_source

LONG = settings(max_examples=300, stateful_step_count=25)
SHORT = settings(max_examples=6, stateful_step_count=12)
PASSWORD = "correct-horse-battery"  # noqa: S105
REFUSED = (MergeError, IdentityError, AccountError, RightsError)

ACTS = st.one_of(
    *IDENTITY_ACTS,
    st.tuples(st.just("alias"), PERSONAL, PERSONAL),
    st.tuples(st.just("log_in"), NUMBER, NUMBER),
    st.tuples(st.just("look_on"), NUMBER),
    st.tuples(st.just("use_the_tablet"), NUMBER, NUMBER),
    st.tuples(st.just("block"), NUMBER),
    st.tuples(st.just("put_aside"), WHO),
    st.tuples(st.just("close_review"), WHO),
    st.tuples(st.just("decide"), WHO, st.sampled_from(["given", "refused", "withdrawn"])),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("erase"), WHO),
    st.tuples(st.just("clean")),
    st.tuples(st.just("restrict"), WHO),
    st.tuples(st.just("lift"), WHO),
)


class TwoMachines(TwoAtOnce):
    """Whatever calls, log-ins and people do to identity, and what is decided meanwhile."""

    refused = REFUSED

    def furnish(self) -> None:
        self.tablet: Source = make_source(self.brand, f"tablet-{self.run}", is_shared_device=True)

    @rule(one=ACTS, other=ACTS)
    def at_once(self, one: Act, other: Act) -> None:
        restricted = self._restricted()
        self.run_both(one, other)
        # A row that reached a record while it was merged is fetched within a minute.
        follow_recent_merges(now=self.at, window=timedelta(days=1))
        if not {one[0], other[0]} & {"lift", "unmerge"}:
            gone = set(self._clients().exclude(erased_at=None).values_list("pk", flat=True))
            assert restricted <= self._restricted() | gone, "nobody lifted it"

    def _restricted(self) -> set[int]:
        """Records whose person may not be used, the erased left out."""
        known = self._clients().filter(erased_at=None).select_related("canonical")
        return {each.pk for each in known if is_restricted(each.canonical or each)}

    def _alias(self, one: tuple[str, int], other: tuple[str, int]) -> None:
        """An alias asks; a person who says yes merges the two."""
        found = [resolve_client([self._claim(each)], source="web", asserted_at=self.at) for each in (one, other)]
        assert found[0] is not None and found[1] is not None
        merge_clients(found[0], found[1], actor=self.maya, reason="alias", at=self.at)

    def _log_in(self, number: int, device: int) -> None:
        email, visitor = self._claim(("email", number)).value, self._device(device).value
        if CustomerAccount.objects.filter(email=email).exists():
            log_in(email=email, password=PASSWORD, anonymous_id=visitor, source="web", at=self.at)
        else:
            open_account(
                brand=self.brand, email=email, password=PASSWORD, anonymous_id=visitor, language="en", source="web",
                at=self.at,
            )  # fmt: skip

    def _look_on(self, device: int) -> None:
        """After a log-out the tag has a new id; before it, the old one."""
        make_interaction(self.web, anonymous_id=self._device(device).value, at=self.at)

    def _use_the_tablet(self, email: int, number: int) -> None:
        others = (("loyalty", self._claim(("loyalty", number)).value),)
        person = Person(email=self._claim(("email", email)).value, others=others)
        at, visitor = self.at, f"tablet-{self.run}"
        assign_clients(
            self.tablet, [PreparedCall(0, uuid.uuid4().hex, "identify", "", visitor, at, at, at, person=person)]
        )

    def _block(self, number: int) -> None:
        block_value(self._claim(("card", number)).value, namespace="card", why="misused", actor=self.maya, at=self.at)

    def _put_aside(self, who: int) -> None:
        """One call with more than a person has, on whoever it is."""
        if client := self._one(self._clients().filter(canonical=None), who):
            claims = [IdentifierClaim("line", f"line{number}-{self.run}") for number in range(51)]
            resolve_client(claims, source="web", asserted_at=self.at, uid=client.uid)

    def _close_review(self, which: int) -> None:
        if review := self._one(IdentityReview.objects.filter(client__in=self._clients(), decided_at=None), which):
            close_review(review, actor=self.maya, at=self.at)

    def _decide(self, who: int, status: str) -> None:
        if client := self._one(self._clients().filter(canonical=None), who):
            for contact in client.contact_points("email"):
                record_decision(
                    client, brand=self.brand, purpose="marketing", channel="email", contact=contact, status=status,
                    method="web_form", at=self.at,
                )  # fmt: skip

    def _erase(self, who: int) -> None:
        """Of a record that was merged, too: the person is erased with it."""
        if client := self._one(self._clients(), who):
            erase_client(client, reason="asked", actor=self.maya, at=self.at)

    def _clean(self) -> None:
        """As long after the beginning as the last pass is."""
        write_journal(now=self.at)
        work_on_due_erasure(now=self.at + WATCH)

    def _restrict(self, who: int) -> None:
        if client := self._one(self._clients().filter(erased_at=None), who):
            restrict_client(client, reason="disputed", actor=self.maya, at=self.at)

    def _lift(self, who: int) -> None:
        if client := self._one(self._clients().filter(erased_at=None), who):
            lift_restriction(client, because="settled", actor=self.maya, at=self.at)

    def _sweep(self) -> None:
        hand_over_forgotten_history(now=self.at + timedelta(minutes=1), window=timedelta(days=1))

    def _held(self) -> list[Identifier]:
        held = Identifier.objects.filter(client__in=self._clients(), retracted_at=None)
        return list(held.select_related("client__canonical"))

    @invariant()
    def every_identifier_means_exactly_one_live_client(self) -> None:
        held = self._held()
        pairs = [(each.namespace, each.value) for each in held]

        assert len(pairs) == len(set(pairs))
        assert all((each.client.canonical or each.client).canonical_id is None for each in held)

    @invariant()
    def no_namespace_holds_more_than_it_allows(self) -> None:
        for (_, namespace), count in Counter((each.client_id, each.namespace) for each in self._held()).items():
            assert count <= NAMESPACES[namespace].maximum
            assert count == 1 or namespace not in SINGLE_NAMESPACES

    @invariant()
    def a_live_link_joins_live_identifiers_of_one_person(self) -> None:
        links = IdentityLink.objects.filter(a__client__in=self._clients(), retracted_at=None)
        for link in links.select_related("a__client__canonical", "b__client__canonical"):
            assert (link.a.retracted_at, link.b.retracted_at) == (None, None)
            assert (link.a.client.canonical or link.a.client) == (link.b.client.canonical or link.b.client)

    @invariant()
    def every_public_id_ever_given_means_somebody(self) -> None:
        for client in self._clients().select_related("canonical"):
            assert client.erased_at or Client.objects.by_uid(client.uid) == (client.canonical or client)

    @invariant()
    def no_event_stays_on_a_merged_record(self) -> None:
        merged = self._clients().exclude(canonical=None)
        assert not Interaction.objects.filter(client__in=merged).exists()

    @invariant()
    def nobody_is_written_to_whose_last_word_on_the_address_was_no(self) -> None:
        said = Decision.objects.filter(client__in=self._clients(), channel="email").order_by("captured_at", "pk")
        # Of two that were said in one minute either is the last word.
        words: dict[str, dict[datetime, set[str]]] = {}
        for hashed, status, at in said.values_list("contact_hash", "status", "captured_at"):
            words.setdefault(hashed, {}).setdefault(at, set()).add(status)
        for hashed in self._writable():
            assert "given" in words[hashed][max(words[hashed])]

    @invariant()
    def whoever_is_erased_is_so_on_every_record_and_means_nothing_any_more(self) -> None:
        erased = self._clients().exclude(erased_at=None)
        assert not self._clients().filter(erased_at=None, canonical__in=erased).exists()
        assert not erased.filter(canonical__in=self._clients().filter(erased_at=None)).exists()
        assert not Identifier.objects.filter(client__in=erased, retracted_at=None).exists()
        assert not CustomerAccount.objects.filter(client__in=erased).exists()

    @invariant()
    def what_is_finished_left_nothing_behind(self) -> None:
        done = Erasure.objects.filter(client__in=self._clients(), state=Erasure.State.FINISHED)
        for client_ids in done.values_list("client_ids", flat=True):
            assert not Identifier.objects.filter(client__in=client_ids).exists()
            assert not Interaction.objects.filter(client__in=client_ids).exists()

    def _writable(self) -> set[str]:
        given = CurrentDecision.objects.filter(client__in=self._clients(), decision__status="given", channel="email")
        pairs = set(given.values_list("client", "contact_hash"))
        mine = [each for each in self._held() if each.namespace == "email" and each.client.canonical_id is None]
        return {hashed for each in mine if (each.client_id, hashed := contact_hash("email", each.value)) in pairs}


@pytest.mark.django_db(transaction=True)
def test_two_machines_at_once_leave_everybody_whole() -> None:
    profile = LONG if os.environ.get("HYPOTHESIS_PROFILE") == "long" else SHORT
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        TwoMachines, settings=settings(profile, deadline=None, suppress_health_check=list(HealthCheck))
    )
