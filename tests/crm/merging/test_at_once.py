"""Merges that happen at the same moment, and beside calls that name the same people."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from crm.actions.merge import follow_stragglers, merge_clients
from crm.identity.choose import canonical_of
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.merging.errors import MergeError
from crm.models import Client, Identifier, MergeLog
from tests.factories import add_identifier, make_client

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in as many threads, begun together; a refusal is answered by its code."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait(10)
            return call()
        except MergeError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def merging(keep: Client, duplicate: Client) -> Callable[[], object]:
    return lambda: merge_clients(keep, duplicate, actor=None, reason="same")


def people(*names: str) -> list[Client]:
    clients = [make_client(name) for name in names]
    for client in clients:
        add_identifier(client, "email", f"{client.given_name.lower()}@mail.example")
    return clients


def test_one_pair_merged_from_both_sides_is_merged_once() -> None:
    ada, eve = people("Ada", "Eve")

    answers = at_once(merging(ada, eve), merging(eve, ada), merging(ada, eve))

    assert sorted(str(answer) for answer in answers if isinstance(answer, str)) == ["already_merged"] * 2
    assert (MergeLog.objects.count(), Client.objects.live().count()) == (1, 1)


def test_a_chain_merged_at_once_ends_at_one_live_client_for_each() -> None:
    ada, eve, ida = people("Ada", "Eve", "Ida")

    answers = at_once(merging(ada, eve), merging(eve, ida), merging(ida, ada))

    assert set(answers) - set(MergeLog.objects.all()) <= {"client_not_live", "already_merged"}
    for client in Client.objects.select_related("canonical"):
        assert client.canonical is None or client.canonical.canonical is None


def test_a_call_that_meets_a_merge_finds_the_one_who_remains(now: datetime) -> None:
    for number in range(5):
        ada, eve = people(f"Ada{number}", f"Eve{number}")
        claims = [
            IdentifierClaim("email", f"eve{number}@mail.example"),
            IdentifierClaim("phone", f"+3363998010{number}"),
        ]

        at_once(merging(ada, eve), lambda said=claims: resolve_client(said, source="till", asserted_at=now))  # type: ignore[misc]
        follow_stragglers(MergeLog.objects.latest("pk"))

        for claim in claims:
            held = Identifier.objects.get(namespace=claim.namespace, value=claim.value, retracted_at=None)
            assert canonical_of(held.client) == ada
