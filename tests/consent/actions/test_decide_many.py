"""What a file tells of many is kept as if each had been told alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.actions.decide import record_decision
from consent.actions.decide_many import ToldDecision, record_imported_decisions
from consent.contact_hash import contact_hash
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Notice
from crm.models import Brand, Client
from tests.factories import make_client

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)
TELLINGS = st.lists(
    st.tuples(st.sampled_from(["given", "refused", "withdrawn"]), st.integers(0, 4)), min_size=1, max_size=6
)


def one_by_one(client: Client, brand: Brand, tellings: list[tuple[str, int]]) -> bool:
    """Whether all were taken."""
    for status, day in tellings:
        try:
            record_decision(
                client, brand=brand, purpose="marketing", channel="email", contact="a@mail.example", status=status,
                method="import", at=START + timedelta(days=day),
            )  # fmt: skip
        except ConsentError:
            return False
    return True


def at_once(client: Client, brand: Brand, tellings: list[tuple[str, int]]) -> bool:
    notice = Notice.objects.filter(purpose__code="marketing", language="en").earliest("version")
    hashed = contact_hash("email", "a@mail.example")
    told = [
        ToldDecision(
            client.pk, notice.purpose_id, "email", hashed, status, START + timedelta(days=day), notice.pk, "en", "list"
        )
        for status, day in tellings
    ]
    try:
        record_imported_decisions(told, brand=brand)
    except ConsentError:
        return False
    return True


def what_holds(client: Client) -> list[Any]:
    held = CurrentDecision.objects.filter(client=client)
    told = Decision.objects.filter(client=client).order_by("pk")
    return [
        list(held.values_list("decision__status", "decision__captured_at")),
        list(told.values_list("status", "captured_at", "method")),
    ]


@given(tellings=TELLINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_tellings_holds_as_one_by_one(brand: Brand, tellings: list[tuple[str, int]]) -> None:
    alone, together = make_client("Anna"), make_client("Ben")

    is_taken = one_by_one(alone, brand, tellings)

    assert at_once(together, brand, tellings) == is_taken
    # A refusal of the many keeps nothing of them.
    assert what_holds(together) == (what_holds(alone) if is_taken else [[], []])
