"""What the database itself holds of erasures, restrictions and the journal."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consent.models import ErasedIdentifier, Erasure, JournalEntry, Restriction, Suppression
from consent.rights.erase import erase_client
from tests.factories import allow_contact


@pytest.fixture
def erasure(camille, petra):
    return erase_client(camille, reason="asked", actor=petra)


def broken(name, change, **values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change(**values)


def test_a_record_is_erased_once(erasure, camille):
    now = timezone.now()

    broken(
        "a_record_is_erased_once",
        Erasure.objects.create,
        client=camille,
        client_ids=[camille.pk],
        reason="asked",
        erased_at=now,
        due_at=now,
    )


def test_a_finished_erasure_keeps_no_traces(erasure):
    row = Erasure.objects.filter(pk=erasure.pk)

    broken("a_finished_erasure_keeps_no_traces", row.update, state="finished", finished_at=timezone.now())
    broken("a_finished_erasure_keeps_no_traces", row.update, state="finished", traces={})
    broken("a_finished_erasure_keeps_no_traces", row.update, finished_at=timezone.now())


def test_an_identifier_is_remembered_once(erasure):
    held = ErasedIdentifier.objects.earliest("pk")

    broken(
        "an_identifier_is_remembered_once",
        ErasedIdentifier.objects.create,
        namespace=held.namespace,
        value_hash=held.value_hash,
        erased_at=timezone.now(),
    )


def test_one_live_restriction_per_client(camille):
    row = {"client": camille, "reason": "contested", "since": timezone.now()}
    Restriction.objects.create(**row)

    broken("one_live_restriction_per_client", Restriction.objects.create, **row)


def test_a_lifted_restriction_says_why(camille):
    Restriction.objects.create(client=camille, reason="contested", since=timezone.now())

    broken("a_lifted_restriction_says_why", Restriction.objects.update, lifted_at=timezone.now())
    broken("a_lifted_restriction_says_why", Restriction.objects.update, lifted_because="settled")


def test_the_database_itself_notes_what_the_journal_must_hold(camille, brand, erasure):
    allow_contact(camille, brand, purpose="profiling", channel="")
    Suppression.objects.create(channel="email", contact_hash="a" * 64, reason="objected")
    Restriction.objects.create(client=camille, reason="contested", since=timezone.now())
    Restriction.objects.update(lifted_at=timezone.now(), lifted_because="settled")

    kinds = list(JournalEntry.objects.exclude(kind="suppression").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["erasure", "restriction", "restriction"]
    noted = set(JournalEntry.objects.filter(kind="suppression").values_list("row", flat=True))
    assert noted == set(Suppression.objects.values_list("pk", flat=True))
