"""An erasure among everything else that goes on at the same moment, in threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from consent.models import Erasure
from consent.rights.erase import erase_client
from crm.actions.merge import merge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.resolve import resolve_client
from crm.merging.errors import MergeError
from crm.models import Client, Identifier, Interaction
from journeys.actions.enrol import enrol_client
from journeys.actions.library import ensure_journeys
from journeys.models import Enrolment
from tests.crm.ingest.files.conftest import file_of, receipt_line
from tests.crm.ingest.sending import call, send
from tests.factories import add_identifier, make_known_client

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each answered, or the refusal that it met."""
    barrier = Barrier(len(calls))

    def run(each: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return each()
        except (IdentityError, MergeError) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_erasures_of_one_person_are_one(camille, boutique, maya, petra):
    double = make_known_client(boutique, email="double@mail.example")
    merge_clients(camille, double, actor=maya, reason="same")

    first, second = at_once(
        *(lambda each=each: erase_client(each, reason="asked", actor=petra) for each in (camille, double))
    )

    assert first == second
    assert Erasure.objects.count() == 1


def test_claims_of_before_find_the_client_or_nobody(camille, petra, finish, boutique):
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("phone", "+33639980077")]
    before = timezone.now() - timedelta(hours=1)

    answers = at_once(
        lambda: erase_client(camille, reason="asked", actor=petra),
        *(lambda: resolve_client(claims, source="till", asserted_at=before) for _ in range(4)),
    )

    assert set(answers[1:]) <= {camille, "erased"}
    finish(Erasure.objects.get())
    assert (Client.objects.live().count(), Identifier.objects.count()) == (0, 0)


def test_an_import_brings_nobody_back_whichever_is_first(camille, petra, finish, import_text):
    add_identifier(camille, "crm", "AURELLE:17850")
    day = (timezone.now() - timedelta(days=2)).strftime("%d.%m.%Y %H:%M")
    lines = [receipt_line(str(number), day=day) for number in range(300)]

    at_once(
        lambda: import_text(file_of(*lines)),
        lambda: erase_client(camille, reason="asked", actor=petra),
    )

    finish(Erasure.objects.get())
    assert Client.objects.live().count() == 0
    assert Identifier.objects.count() == 0


def test_a_merge_and_an_erasure_leave_nobody_half_erased(camille, boutique, maya, petra, finish):
    double = make_known_client(boutique, email="double@mail.example")

    _, answer = at_once(
        lambda: erase_client(camille, reason="asked", actor=petra),
        lambda: merge_clients(camille, double, actor=maya, reason="same"),
    )

    finish(Erasure.objects.get())
    is_merged = answer != "client_not_live"
    double.refresh_from_db()
    assert (double.erased_at is not None) == is_merged
    assert Identifier.objects.filter(value="double@mail.example", retracted_at=None).exists() != is_merged


def test_events_on_their_way_are_gone_in_the_end(camille, petra, source, finish):
    add_identifier(camille, "anonymous", "visitor-1")

    at_once(
        lambda: erase_client(camille, reason="asked", actor=petra),
        *(lambda n=n: send(source, *(call(messageId=f"m-{n}-{i}") for i in range(5))) for n in range(4)),
    )

    finish(Erasure.objects.get())
    assert Interaction.objects.exclude(client=None).count() == 0


def test_a_run_begun_in_the_same_moment_is_ended(camille, brand, petra, finish):
    journey = ensure_journeys(brand)[0]

    at_once(
        lambda: erase_client(camille, reason="asked", actor=petra),
        lambda: enrol_client(journey, camille, entry_key="Camille", context={"who": "Camille"}, at=timezone.now()),
    )

    finish(Erasure.objects.get())
    assert set(Enrolment.objects.values_list("status", "entry_key")) <= {("ended", "")}
