"""A person is erased: at once nobody's client, and then nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import AccessEntry, ErasedIdentifier, Erasure, JournalEntry, Suppression
from consent.queries.erased import erased_among
from consent.rights.erase import erase_client
from consent.rights.erasing.errors import ErasureLeaseLostError
from consent.rights.erasing.work import AGAIN, WATCH, carry_out, claim_due_erasure, work_on_due_erasure
from consent.rights.errors import RightsError
from crm.actions.merge import merge_clients
from crm.models import Client, CustomerAccount, Identifier, Interaction, MergeLog, Relationship, SearchWord
from tests.factories import add_identifier, allow_contact, make_interaction, make_known_client


def finish(erasure: Erasure) -> Erasure:
    """Passes until it is finished, the journal's part taken for done."""
    JournalEntry.objects.all().delete()
    for passed in range(4):
        work_on_due_erasure(now=erasure.erased_at + passed * (WATCH + timedelta(minutes=1)))
    erasure.refresh_from_db()
    return erasure


def test_an_erased_client_is_nobody_at_once(camille, alice, petra, brand):
    uid = camille.uid
    allow_contact(camille, brand)

    erasure = erase_client(camille, reason="asked", actor=petra)

    assert erasure.state == Erasure.State.ERASING
    assert list(Client.objects.visible_to(alice)) == []
    assert Client.objects.by_uid(uid) is None
    assert list(Identifier.objects.filter(client=camille, retracted_at=None)) == []
    assert camille.contact_point("email") is None
    assert set(erased_among([("email", "camille@mail.example"), ("uid", uid), ("email", "bob@mail.example")])) == {
        ("email", "camille@mail.example"),
        ("uid", uid),
    }
    assert set(Suppression.objects.values_list("channel", "reason")) == {
        (channel, "erased") for channel in ("email", "phone", "sms", "whatsapp")
    }
    assert AccessEntry.objects.filter(client=camille, user=petra, why=f"erasure {erasure.pk}").count() == 1


def test_what_named_the_client_is_gone_and_the_shell_stays(camille, petra):
    CustomerAccount.objects.create(client=camille, email="camille@mail.example", password="hash")

    erasure = finish(erase_client(camille, reason="asked", actor=petra))

    camille.refresh_from_db()
    assert (camille.given_name, camille.family_name, camille.search_text) == ("", "", "")
    assert Identifier.objects.filter(client=camille).count() == 0
    assert Relationship.objects.filter(client=camille).count() == 0
    assert CustomerAccount.objects.count() == 0
    assert list(SearchWord.objects.filter(word__in=["camille", "laurent"])) == []
    assert (erasure.state, erasure.traces) == (Erasure.State.FINISHED, {})
    assert erasure.counts["crm.Identifier"] == 2


def test_every_record_of_the_person_goes(camille, boutique, petra, alice):
    other = make_known_client(boutique, "Camille", email="c.laurent@work.example")
    merge_clients(camille, other, actor=alice, reason="same Camille")

    erasure = finish(erase_client(other, reason="asked", actor=petra))

    assert erasure.client == camille
    assert erasure.client_ids == [camille.pk, other.pk]
    assert list(Client.objects.values_list("given_name", flat=True).distinct()) == [""]
    assert Identifier.objects.count() == 0
    assert MergeLog.objects.get().reason == ""


def test_erasing_again_answers_the_first(camille, petra):
    first = erase_client(camille, reason="asked", actor=petra)

    again = erase_client(camille, reason="asked twice", actor=petra)

    assert again == first
    assert again.reason == "asked"
    assert ErasedIdentifier.objects.count() == 3


def test_an_erasure_without_a_reason_is_refused(camille, petra):
    with pytest.raises(RightsError) as refused:
        erase_client(camille, reason="  ", actor=petra)

    assert refused.value.code == "reason_missing"
    camille.refresh_from_db()
    assert camille.erased_at is None
    assert Erasure.objects.count() == 0


def test_it_is_not_finished_before_the_journal_is_on_the_disk(camille, petra):
    erasure = erase_client(camille, reason="asked", actor=petra)

    for passed in range(3):
        work_on_due_erasure(now=erasure.erased_at + passed * (WATCH + timedelta(minutes=1)))

    erasure.refresh_from_db()
    assert (erasure.state, erasure.waits_for) == (Erasure.State.WATCHING, "the journal on the disk")
    assert erasure.traces["uids"] != []


def test_what_a_late_writer_kept_is_looked_for_once_more(camille, source, petra):
    """A pass that finds something after the watch is followed by another: only one that finds nothing is the last."""
    erasure = erase_client(camille, reason="asked", actor=petra)
    JournalEntry.objects.all().delete()
    work_on_due_erasure(now=erasure.erased_at)
    make_interaction(source, client=camille)
    watched = erasure.erased_at + WATCH

    work_on_due_erasure(now=watched)
    erasure.refresh_from_db()
    assert (erasure.state, Interaction.objects.count()) == (Erasure.State.WATCHING, 0)
    for passed in (1, 2):
        work_on_due_erasure(now=watched + passed * AGAIN)

    erasure.refresh_from_db()
    assert (erasure.state, erasure.traces) == (Erasure.State.FINISHED, {})


def test_two_workers_never_take_one_erasure(camille, petra):
    erase_client(camille, reason="asked", actor=petra)
    now = timezone.now()

    assert claim_due_erasure(now) is not None
    assert claim_due_erasure(now) is None
    assert claim_due_erasure(now + timedelta(minutes=6)) is not None


def test_a_number_that_was_given_on_is_not_remembered(camille, boutique, petra):
    Identifier.objects.filter(client=camille, namespace="phone").update(retracted_at=timezone.now())
    bob = make_known_client(boutique, "Bernard")
    add_identifier(bob, "phone", "+33639980001")

    finish(erase_client(camille, reason="asked", actor=petra))

    assert erased_among([("phone", "+33639980001")]) == {}
    assert bob.contact_point("phone") == "+33639980001"
    bob.refresh_from_db()
    assert bob.given_name == "Bernard"


def test_a_worker_whose_lease_is_anothers_by_now_writes_nothing(camille, petra):
    erase_client(camille, reason="asked", actor=petra)
    first = claim_due_erasure(timezone.now())
    second = claim_due_erasure(timezone.now() + timedelta(minutes=6))

    with pytest.raises(ErasureLeaseLostError):
        carry_out(first)

    assert first.pk == second.pk
    second.refresh_from_db()
    assert (second.state, second.counts) == (Erasure.State.ERASING, {})
