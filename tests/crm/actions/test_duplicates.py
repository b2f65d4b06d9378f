"""Likely pairs are proposed as clients come and change, and what was decided stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from crm.actions.clients import update_client
from crm.actions.duplicate_rate import measure_duplicate_rate
from crm.actions.duplicates import compare_changed, propose_for
from crm.actions.find_duplicates import find_duplicates
from crm.models import Client, DuplicateProposal, DuplicateRate, DuplicateSignature, DuplicateWork
from tests.factories import add_identifier, make_client

BORN = date(1984, 6, 12)
pytestmark = pytest.mark.django_db


def pairs() -> list[tuple[int, int]]:
    return list(DuplicateProposal.objects.filter(status="open").values_list("a_id", "b_id"))


def signatures() -> dict[int, tuple[list[int], bytes]]:
    return {each.pk: (each.keys, bytes(each.signature)) for each in DuplicateSignature.objects.all()}


@pytest.fixture
def twice() -> tuple[Client, Client]:
    """Camille, written down at two counters."""
    first = make_client("Camille", "Laurent", birth_date=BORN, city="Paris")
    return first, make_client("Camile", "Lorent", birth_date=BORN, city="Lyon")


def nothing(what: str, more: int) -> None:
    """No progress is shown."""


def test_a_new_client_is_proposed_with_her_double_and_the_reasons(twice: tuple[Client, Client]) -> None:
    compare_changed()

    proposal = DuplicateProposal.objects.get()
    assert (proposal.a, proposal.b) == twice
    assert [reason["words"] for reason in proposal.reasons][:1] == ["same birth date"]
    assert DuplicateWork.objects.count() == 0


def test_two_strangers_are_not_proposed() -> None:
    make_client("Camille", "Laurent", birth_date=BORN)
    make_client("Paul", "Moreau", birth_date=date(1971, 2, 3))

    compare_changed()

    assert pairs() == []


def test_twins_who_share_an_email_are_not_proposed() -> None:
    camille = make_client("Camille", "Laurent", birth_date=BORN, city="Paris")
    chloe = make_client("Chloé", "Laurent", birth_date=BORN, city="Paris")
    add_identifier(camille, "phone", "+33639980001")
    add_identifier(chloe, "phone", "+33639980002")

    compare_changed()

    assert pairs() == []


def test_a_change_takes_back_what_is_likely_no_more(twice: tuple[Client, Client]) -> None:
    compare_changed()

    update_client(twice[1], given_name="Anna", family_name="Rossi", birth_date=date(1990, 1, 2))
    compare_changed()

    assert pairs() == []


def test_a_new_identifier_brings_a_client_back_to_be_compared(twice: tuple[Client, Client]) -> None:
    compare_changed()

    add_identifier(twice[0], "anonymous", "device-1")
    waiting_before = DuplicateWork.objects.count()
    add_identifier(twice[0], "email", "camille@mail.example")

    assert (waiting_before, DuplicateWork.objects.count()) == (0, 1)


def test_what_somebody_decided_stays_decided(twice: tuple[Client, Client]) -> None:
    compare_changed()
    DuplicateProposal.objects.update(status="kept_apart")

    update_client(twice[0], city="Lyon")
    compare_changed()
    find_duplicates(nothing)

    assert DuplicateProposal.objects.get().status == "kept_apart"


def test_a_merged_client_has_no_keys_and_no_open_proposals(twice: tuple[Client, Client]) -> None:
    compare_changed()

    Client.objects.filter(pk=twice[1].pk).update(canonical=twice[0])
    compare_changed()

    assert pairs() == []
    assert DuplicateSignature.objects.filter(client=twice[1]).count() == 0


def test_comparing_again_changes_nothing(twice: tuple[Client, Client]) -> None:
    compare_changed()
    before = list(DuplicateProposal.objects.values("pk", "a", "b", "score", "reasons", "status", "found_at"))

    propose_for(twice[0])

    after = DuplicateProposal.objects.values("pk", "a", "b", "score", "reasons", "status", "found_at")
    assert list(after) == before


def test_the_full_pass_finds_what_the_incremental_one_finds(twice: tuple[Client, Client]) -> None:
    make_client("Wang", "Xiaoming", birth_date=date(1990, 5, 6))
    make_client("小明", "王", birth_date=date(1990, 5, 6))
    compare_changed()
    one_by_one, keys = pairs(), signatures()
    DuplicateProposal.objects.all().delete()

    done = find_duplicates(nothing)

    assert sorted(pairs()) == sorted(one_by_one)
    assert signatures() == keys
    assert (done.clients, done.proposed) == (4, 2)


def test_two_clients_have_one_proposal(twice: tuple[Client, Client]) -> None:
    DuplicateProposal.objects.create(a=twice[0], b=twice[1], score=0.9)

    with pytest.raises(IntegrityError):
        DuplicateProposal.objects.create(a=twice[0], b=twice[1], score=0.8)


def test_the_rate_of_a_day_is_one_figure(twice: tuple[Client, Client]) -> None:
    compare_changed()
    now = timezone.now()

    measure_duplicate_rate(now)
    measure_duplicate_rate(now)
    measure_duplicate_rate(now + timedelta(days=1))

    assert list(DuplicateRate.objects.values_list("clients", "duplicates")) == [(2, 1), (2, 1)]
