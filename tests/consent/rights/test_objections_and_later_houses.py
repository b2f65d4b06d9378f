"""Whoever objected to marketing of all houses stays so when the group founds another, on whatever address."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.prefer import change_preference
from consent.contact_hash import first_hash
from consent.journal.folder import new_name, write_file
from consent.journal.named import client_hash
from consent.journal.replay import replay_journal
from consent.models import CurrentDecision, Decision, JournalEntry, Purpose, SubjectRequest, Suppression
from consent.queries.permission import may_contact
from consent.rights.erase import erase_client
from consent.rights.later_houses import carry_objections
from consent.rights.requests import open_request
from crm.actions.merge import merge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Boutique, Brand, Client, User
from tests.factories import make_brand, make_known_client

pytestmark = pytest.mark.django_db
KNOWN, LATER = "camille@mail.example", "camille@later.example"


@pytest.fixture(autouse=True)
def invitations(brand: Brand) -> Purpose:
    """Below marketing, and resting on no consent (GDPR Art. 6(1)(f)): nobody need say yes to it."""
    return Purpose.objects.create(
        code="invitations", name="Invitations", lawful_basis="legitimate_interests", channels=["email"],
        parent=Purpose.objects.get(code="marketing"),
    )  # fmt: skip


def object_to_marketing(client: Client, at: datetime, brand: Brand | None = None) -> SubjectRequest:
    return open_request(client, kind="objection_marketing", intake="officer", brand=brand, at=at)


def move(client: Client, at: datetime) -> None:
    """A second address, which nobody knew when she objected."""
    claims = [IdentifierClaim("email", KNOWN), IdentifierClaim("email", LATER)]
    resolve_client(claims, source="web", asserted_at=at, asserted_by="m-1")


def invited(client: Client, brand: Brand, at: datetime, contact: str = LATER) -> str:
    """Why an invitation, which needs no yes, may or may not go."""
    return may_contact(client, purpose="invitations", channel="email", brand=brand, at=at, contact=contact).reason


def say_yes(client: Client, brand: Brand, at: datetime) -> None:
    for purpose in ("marketing", "invitations"):
        change_preference(
            client, brand=brand, purpose=purpose, channel="email", is_wanted=True, language="fr", origin="", at=at,
            went_to=first_hash("email", KNOWN),
        )  # fmt: skip


def test_a_house_that_is_founded_later_begins_with_the_no(camille: Client, brand: Brand, now: datetime) -> None:
    asked = object_to_marketing(camille, now)
    later = now + timedelta(days=400)

    founded = make_brand("NOUVELLE")
    move(camille, later)

    assert [invited(camille, each, later) for each in (founded, brand)] == ["withdrawn", "withdrawn"]
    of_person = Decision.objects.get(brand=founded, channel="", purpose__code="marketing")
    assert (of_person.origin, of_person.captured_at, of_person.status) == (asked.reference, now, "withdrawn")
    silent = Suppression.objects.filter(brand=founded, reason="objected").values_list("channel", flat=True)
    assert sorted(silent) == ["email", "phone", "sms", "whatsapp"]


def test_an_objection_to_one_house_says_nothing_of_the_next(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now, brand)

    founded = make_brand("NOUVELLE")

    assert invited(camille, founded, now, KNOWN) == "allowed"
    assert Decision.objects.filter(brand=founded).count() == 0


def test_the_clients_own_yes_to_the_new_house_ends_it_there_and_stays(
    camille: Client, brand: Brand, now: datetime
) -> None:
    object_to_marketing(camille, now)
    founded, later = make_brand("NOUVELLE"), now + timedelta(days=1)
    say_yes(camille, founded, later)

    again = carry_objections(founded)

    assert again == 0
    assert [invited(camille, each, later, KNOWN) for each in (founded, brand)] == ["allowed", "suppressed"]


def test_a_yes_to_one_house_is_none_to_the_next(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)
    later = now + timedelta(days=1)
    say_yes(camille, brand, later)

    founded = make_brand("NOUVELLE")
    move(camille, later)

    assert invited(camille, brand, later, KNOWN) == "allowed"
    assert [invited(camille, founded, later, each) for each in (KNOWN, LATER)] == ["suppressed", "withdrawn"]


def test_the_no_of_a_merged_record_is_the_survivors(
    camille: Client, boutique: Boutique, maya: User, now: datetime
) -> None:
    double = make_known_client(boutique, "Camile", email=LATER)
    object_to_marketing(double, now)
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    founded = make_brand("NOUVELLE")

    assert invited(camille, founded, now, KNOWN) != "allowed"
    assert set(CurrentDecision.objects.filter(brand=founded).values_list("client", flat=True)) == {camille.pk}


def test_of_somebody_who_was_erased_nothing_is_written(camille: Client, now: datetime) -> None:
    object_to_marketing(camille, now)
    erase_client(camille, reason="asked", actor=None, at=now)

    founded = make_brand("NOUVELLE")

    assert Decision.objects.filter(brand=founded).count() == 0


def test_a_house_that_was_founded_meanwhile_hears_of_it_when_the_objection_is_kept(
    camille: Client, brand: Brand, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    """Neither saw the other: the objection had looked for houses, the house for objections."""
    with django_capture_on_commit_callbacks(execute=True):
        object_to_marketing(camille, now)
        (founded,) = Brand.objects.bulk_create([Brand(code="NOUVELLE", name="Nouvelle")])

    move(camille, now)
    assert invited(camille, founded, now) == "withdrawn"
    assert Decision.objects.filter(brand=brand, channel="", purpose__code="marketing").count() == 1


def test_a_house_looks_again_once_it_is_founded(
    camille: Client, brand: Brand, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    """Whose objection was not kept yet as the house looked, and had not seen the house."""
    asked = SubjectRequest.objects.filter(pk=object_to_marketing(camille, now).pk)
    asked.update(state="open", closed_at=None)

    with django_capture_on_commit_callbacks(execute=True):
        founded = make_brand("NOUVELLE")
        seen_first = Decision.objects.filter(brand=founded).count()
        asked.update(state="done", closed_at=now)

    move(camille, now)
    assert (seen_first, invited(camille, founded, now)) == (0, "withdrawn")


def test_each_no_of_a_new_house_is_in_the_journal(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)

    founded = make_brand("NOUVELLE")

    written = JournalEntry.objects.filter(kind=JournalEntry.Kind.DECISION).values_list("row", flat=True)
    theirs = Decision.objects.filter(brand=founded).values_list("pk", flat=True)
    assert (set(theirs) - set(written), len(theirs) > 0) == (set(), True)


def test_a_house_that_the_backup_has_not_is_silent_once_it_is_founded_again(
    camille: Client, brand: Brand, now: datetime
) -> None:
    object_to_marketing(camille, now)
    line = {
        "kind": "decision", "client": client_hash(camille.uid), "brand": "NOUVELLE", "purpose": "invitations",
        "channel": "", "contact": "", "status": "withdrawn", "method": "staff", "at": now.isoformat(),
    }  # fmt: skip
    write_file(new_name(now), [line])

    missing = replay_journal().missing
    founded = make_brand("NOUVELLE")
    again = replay_journal().missing
    move(camille, now)

    assert (missing, again, invited(camille, founded, now)) == ({"house NOUVELLE"}, set(), "withdrawn")
    assert Decision.objects.filter(brand=founded, purpose__code="invitations", channel="").count() == 1
