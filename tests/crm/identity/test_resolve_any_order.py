"""Whatever is claimed, in whatever order, the graph stays whole."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from crm.identity.namespaces import NAMESPACES
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import Client, Identifier, IdentityLink, Interaction, Source
from crm.models.identity import SINGLE_NAMESPACES
from tests.factories import make_brand, make_interaction, make_source

START = datetime(2026, 1, 1, tzinfo=UTC)
CLAIMS = st.sampled_from(
    [IdentifierClaim(namespace, f"{namespace}{number}") for namespace in ("crm", "app", "loyalty", "line", "card")
     for number in range(3)]
    + [IdentifierClaim("email", f"{name}@mail.example") for name in "abcdefg"]
    + [IdentifierClaim("phone", f"+3363998000{number}") for number in range(3)]
    + [IdentifierClaim("anonymous", f"device{number}") for number in range(3)]
)  # fmt: skip


class Graph(RuleBasedStateMachine):
    """Calls with any claims, of any hour, and events of devices between them."""

    def __init__(self) -> None:
        super().__init__()
        # One savepoint for each run, rolled back at its end.
        self.block = transaction.atomic()
        self.block.__enter__()
        self.owned: dict[str, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def open_a_source(self) -> None:
        self.source: Source = make_source(make_brand("ANY"), "any-web")

    @rule(claims=st.lists(CLAIMS, min_size=1, max_size=4), hour=st.integers(0, 48))
    def resolve(self, claims: list[IdentifierClaim], hour: int) -> None:
        at = START + timedelta(hours=hour)
        first = resolve_client(claims, source="test", asserted_at=at)
        again = resolve_client(claims, source="test", asserted_at=at)

        assert again == first
        assert first is None or first.canonical is None

    @rule(device=st.integers(0, 2))
    def see(self, device: int) -> None:
        make_interaction(self.source, anonymous_id=f"device{device}")

    @invariant()
    def every_live_identifier_means_one_live_client(self) -> None:
        held = Identifier.objects.filter(retracted_at=None)
        pairs = list(held.values_list("namespace", "value"))

        assert len(pairs) == len(set(pairs))
        assert not held.exclude(client__canonical=None).exists()

    @invariant()
    def no_client_has_more_of_a_namespace_than_it_allows(self) -> None:
        held = Identifier.objects.filter(retracted_at=None).values_list("client", "namespace")
        for (_, namespace), count in Counter(held).items():
            assert count <= NAMESPACES[namespace].maximum
            assert count == 1 or namespace not in SINGLE_NAMESPACES

    @invariant()
    def a_live_link_joins_identifiers_of_one_client(self) -> None:
        for link in IdentityLink.objects.filter(retracted_at=None).select_related("a", "b"):
            assert link.a.client_id == link.b.client_id
            assert link.a.retracted_at is None and link.b.retracted_at is None

    @invariant()
    def what_was_owned_stays(self) -> None:
        now = dict(Interaction.objects.exclude(client=None).values_list("message_id", "client"))
        assert now | self.owned == now
        self.owned = now

    @invariant()
    def no_client_is_without_a_personal_identifier_or_a_past_one(self) -> None:
        assert not Client.objects.filter(identifiers=None).exists()


@pytest.mark.django_db
def test_any_order_of_claims_leaves_one_live_client_for_each_identifier() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Graph, settings=settings(max_examples=25, stateful_step_count=15, deadline=None)
    )
