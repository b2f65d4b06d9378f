"""Whatever is said, merged and parted, in whatever order, the graph stays whole and consent never widens."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from consent.actions.decide import record_decision
from consent.contact_hash import contact_hash
from consent.models import CurrentDecision, Decision
from consent.queries.permission import decision_on
from crm.actions.accounts import AccountError, log_in, open_account
from crm.actions.follow_merges import follow_recent_merges
from crm.actions.merge import merge_clients, unmerge_clients
from crm.identity.choose import canonical_of
from crm.identity.namespaces import NAMESPACES
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.ingest.calls import Person, PreparedCall
from crm.ingest.identity import assign_clients
from crm.merging.errors import MergeError
from crm.models import Brand, Client, CustomerAccount, Identifier, IdentityLink, Interaction, MergeLog, Source, User
from crm.models.identity import SINGLE_NAMESPACES
from tests.factories import make_brand, make_interaction, make_source

START = datetime(2026, 1, 1, tzinfo=UTC)
PASSWORD = "correct-horse-battery"  # noqa: S105
EMAILS = [f"{name}@mail.example" for name in "abcdef"]
DEVICES = [f"device{number}" for number in range(4)]
PERSONAL = st.sampled_from(
    [
        IdentifierClaim(namespace, f"{namespace}{number}")
        for namespace in ("crm", "loyalty", "card")
        for number in (1, 2)
    ]
    + [IdentifierClaim("email", address) for address in EMAILS]
)
WHO = st.integers(0, 50)
REFUSALS = {"same_client", "already_merged", "client_not_live", "already_undone", "undo_later_first"}


class People(RuleBasedStateMachine):
    """One clock that only goes on: each step is a minute after the last."""

    def __init__(self) -> None:
        super().__init__()
        # One savepoint for each run, rolled back at its end.
        self.block = transaction.atomic()
        self.block.__enter__()
        self.minutes = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def open_the_house(self) -> None:
        self.brand: Brand = make_brand("ANY")
        self.maya: User = User.objects.create_user("maya@any.example")
        self.web: Source = make_source(self.brand, "any-web")
        self.tablet: Source = make_source(self.brand, "any-tablet", is_shared_device=True)

    @property
    def at(self) -> datetime:
        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    @rule(claims=st.lists(PERSONAL, min_size=1, max_size=3), device=st.sampled_from(DEVICES))
    def identify(self, claims: list[IdentifierClaim], device: str) -> None:
        resolve_client([*claims, IdentifierClaim("anonymous", device)], source="web", asserted_at=self.at)

    @rule(one=PERSONAL, other=PERSONAL)
    def alias(self, one: IdentifierClaim, other: IdentifierClaim) -> None:
        """An alias asks; a person who says yes merges the two."""
        found = [resolve_client([claim], source="web", asserted_at=self.at) for claim in (one, other)]
        assert found[0] is not None and found[1] is not None
        self._merge(found[0], found[1])

    @rule(email=st.sampled_from(EMAILS), device=st.sampled_from(DEVICES))
    def log_in(self, email: str, device: str) -> None:
        at = self.at
        try:
            if CustomerAccount.objects.filter(email=email).exists():
                log_in(email=email, password=PASSWORD, anonymous_id=device, source="web", at=at)
            else:
                open_account(brand=self.brand, email=email, password=PASSWORD, language="en", source="web", at=at)
        except AccountError as error:
            assert error.code in {"link_needed", "account_exists"}  # noqa: PT017

    @rule(device=st.sampled_from(DEVICES))
    def look_on_after_log_out(self, device: str) -> None:
        make_interaction(self.web, anonymous_id=f"{device}-{self.minutes}", at=self.at)

    @rule(email=st.sampled_from(EMAILS), number=st.integers(1, 2))
    def use_the_tablet(self, email: str, number: int) -> None:
        at = self.at
        devices = Identifier.objects.filter(namespace="anonymous").count()
        person = Person(email=email, others=(("loyalty", f"loyalty{number}"),))
        call = PreparedCall(0, uuid.uuid4().hex, "identify", "", "device0", at, at, at, person=person)
        assign_clients(self.tablet, [call])
        assert Identifier.objects.filter(namespace="anonymous").count() == devices

    @rule(who=WHO, other=WHO)
    def merge(self, who: int, other: int) -> None:
        people = list(Client.objects.live().order_by("pk"))
        if people:
            self._merge(people[who % len(people)], people[other % len(people)])

    @rule(which=WHO)
    def unmerge(self, which: int) -> None:
        logs = list(MergeLog.objects.order_by("pk"))
        if logs:
            self._expecting_refusals(lambda: unmerge_clients(logs[which % len(logs)], actor=None, at=self.at))

    @rule(who=WHO, status=st.sampled_from(["given", "given", "refused", "withdrawn"]), is_about_person=st.booleans())
    def decide(self, who: int, status: str, is_about_person: bool) -> None:
        people = list(Client.objects.live().order_by("pk"))
        for person in people[who % len(people) :][:1] if people else []:
            for contact in [""] if is_about_person else person.contact_points("email"):
                record_decision(
                    person, brand=self.brand, purpose="profiling" if is_about_person else "marketing",
                    channel="" if is_about_person else "email", contact=contact, status=status, method="web_form",
                    at=self.at,
                )  # fmt: skip

    @rule()
    def sweep(self) -> None:
        before = self._picture()
        follow_recent_merges(now=self.at, window=timedelta(days=1))
        assert self._picture() == before

    def _merge(self, keep: Client, duplicate: Client) -> None:
        writable, known = self._writable(), self._profiled()
        self._expecting_refusals(lambda: self._by_rule_else_by_hand(keep, duplicate))
        assert self._writable() <= writable
        if Client.objects.filter(pk=duplicate.pk, canonical=keep).exists():
            assert keep.pk not in self._profiled() or {keep.pk, duplicate.pk} <= known

    def _by_rule_else_by_hand(self, keep: Client, duplicate: Client) -> None:
        """A rule never joins two loyalty numbers; a person may."""
        try:
            with transaction.atomic():
                merge_clients(keep, duplicate, actor=None, reason="rule", at=self.at)
        except MergeError as error:
            if error.code != "single_namespace_conflict":
                raise
            merge_clients(keep, duplicate, actor=self.maya, reason="by hand", at=self.at)

    def _expecting_refusals(self, act: Callable[[], object]) -> None:
        before = self._picture()
        try:
            act()
        except MergeError as error:
            assert error.code in REFUSALS  # noqa: PT017
            assert self._picture() == before

    def _picture(self) -> list[object]:
        return [
            sorted(model._default_manager.values_list("pk", "client"))
            for model in (Identifier, Interaction, CustomerAccount)
        ] + [sorted(CurrentDecision.objects.values_list("client", "contact_hash", "decision"))]

    def _writable(self) -> set[str]:
        """The addresses to which news may go."""
        given = set(
            CurrentDecision.objects.filter(purpose__code="marketing", decision__status="given").values_list(
                "client", "contact_hash"
            )
        )
        held = Identifier.objects.filter(namespace="email", retracted_at=None, client__canonical=None)
        return {each.value for each in held if (each.client_id, contact_hash("email", each.value)) in given}

    def _profiled(self) -> set[int]:
        return {
            each.pk
            for each in Client.objects.live()
            if decision_on(each, purpose="profiling", brand=self.brand, at=START).is_allowed
        }

    @invariant()
    def every_identifier_means_one_live_client(self) -> None:
        held = Identifier.objects.filter(retracted_at=None).select_related("client__canonical")
        pairs = [(each.namespace, each.value) for each in held]

        assert len(pairs) == len(set(pairs))
        assert all(canonical_of(each.client).canonical_id is None for each in held)
        assert all((each.client.canonical or each.client).canonical_id is None for each in held)

    @invariant()
    def no_client_has_more_of_a_namespace_than_it_allows(self) -> None:
        held = Identifier.objects.filter(retracted_at=None).values_list("client", "namespace")
        for (_, namespace), count in Counter(held).items():
            assert count <= NAMESPACES[namespace].maximum
            assert count == 1 or namespace not in SINGLE_NAMESPACES

    @invariant()
    def a_live_link_joins_identifiers_of_one_person(self) -> None:
        for link in IdentityLink.objects.filter(retracted_at=None).select_related("a__client", "b__client"):
            assert canonical_of(link.a.client) == canonical_of(link.b.client)
            assert link.a.retracted_at is None and link.b.retracted_at is None

    @invariant()
    def every_public_id_ever_given_still_means_somebody(self) -> None:
        for client in Client.objects.select_related("canonical"):
            assert Client.objects.by_uid(client.uid) == (client.canonical or client)

    @invariant()
    def no_event_stays_on_a_merged_record(self) -> None:
        assert not Interaction.objects.exclude(client=None).exclude(client__canonical=None).exists()

    @invariant()
    def nobody_is_written_to_whose_last_word_on_the_address_was_no(self) -> None:
        last = dict(
            Decision.objects.filter(channel="email").order_by("captured_at", "pk").values_list("contact_hash", "status")
        )
        for address in self._writable():
            assert last[contact_hash("email", address)] == "given"


@pytest.mark.django_db
def test_any_order_of_calls_log_ins_merges_and_partings_keeps_everybody_whole() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        People, settings=settings(max_examples=20, stateful_step_count=15, deadline=None)
    )
