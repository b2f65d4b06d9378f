"""What changed hands in the moment in which an erasure, or a step of it, waited for a lock."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from clienteling.erasing.sessions import erase_sessions_of
from consent.models import Erasure
from consent.rights.erase import erase_client
from consent.rights.erasing.person import Person, Traces
from crm.actions.merge import lock_identifiers_of, merge_clients
from crm.models import Client
from tests.factories import make_known_client
from tests.waiting import somebody_waits, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
CAMILLE = Person((0,), Traces(identifiers=(("email", "camille@mail.example"),)))


def apart(call: Any) -> Any:
    """On a connection of its own."""
    try:
        return call()
    finally:
        connection.close()


@pytest.fixture
def other_hand():
    with ThreadPoolExecutor(1) as pool:
        yield lambda call: pool.submit(apart, call)


@pytest.fixture
def typed():
    """What Alice typed last, in her session."""
    session = SessionStore()
    session.update({"typed": "camille@mail.example", "kept": "as it is"})
    session.save()
    return session.session_key


def test_a_record_that_was_merged_into_the_person_meanwhile_is_erased_too(camille, boutique, maya, petra, other_hand):
    double = make_known_client(boutique, email="double@mail.example")

    with transaction.atomic():
        lock_identifiers_of(camille.pk, double.pk)
        erasing = other_hand(lambda: erase_client(camille, reason="asked", actor=petra))
        wait_until(somebody_waits)
        merge_clients(camille, double, actor=maya, reason="same")
    erasure = erasing.result(20)

    assert erasure.client_ids == [camille.pk, double.pk]
    assert Client.objects.filter(erased_at=None).count() == 0
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("ends", ["logs out", "types another word"])
def test_a_session_that_its_owner_changed_meanwhile_is_left_as_its_owner_left_it(typed, other_hand, ends):
    with transaction.atomic():
        held = Session.objects.select_for_update().get()
        erasing = other_hand(lambda: erase_sessions_of(CAMILLE))
        wait_until(somebody_waits)
        if ends == "logs out":
            held.delete()
        else:
            Session.objects.update(session_data=SessionStore().encode({"typed": "Léonie"}))

    assert erasing.result(20) == 0
    assert SessionStore(typed).load() == ({} if ends == "logs out" else {"typed": "Léonie"})


def test_a_session_that_names_the_person_keeps_the_rest(typed):
    assert [erase_sessions_of(CAMILLE) for _ in range(2)] == [1, 0]
    assert SessionStore(typed).load() == {"kept": "as it is"}
