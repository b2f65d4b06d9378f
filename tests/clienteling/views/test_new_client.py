"""A client is looked for before she is made known."""

from datetime import date

import pytest
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.actions.duplicates import compare_changed
from crm.models import Boutique, Client, DuplicateProposal, User
from tests.factories import add_identifier, make_client, make_known_client

NEW = "/clients/new/"
CAMILLE = {"given_name": "Camile", "family_name": "Lorent", "birth_date": "1984-06-12"}


@pytest.fixture
def counter(client: Browser, alice: User) -> Browser:
    client.force_login(alice)
    return client


@pytest.fixture
def known(boutique: Boutique) -> Client:
    client = make_known_client(boutique, "Camille", family_name="Laurent", birth_date=date(1984, 6, 12))
    compare_changed()
    return client


def test_whoever_she_may_be_is_shown_with_the_reasons_and_nobody_is_made(counter: Browser, known: Client) -> None:
    page = counter.post(NEW, CAMILLE)

    likely = page.context["likely"]
    assert [each.client for each in likely] == [known]
    assert [reason.words for reason in likely[0].reasons][:1] == ["same birth date"]
    assert list(Client.objects.all()) == [known]
    assert AccessEntry.objects.get().why == "before creating"


def test_whoever_is_none_of_these_is_made_and_proposed_at_once(
    counter: Browser, known: Client, boutique: Boutique, alice: User
) -> None:
    answer = counter.post(NEW, {**CAMILLE, "email": "C.Lorent@mail.example", "none_of_these": "1"})
    compare_changed()

    made = Client.objects.exclude(pk=known.pk).get()
    relationship = made.relationships.get()
    assert answer.headers["Location"] == f"/clients/{made.uid}/"
    assert (made.given_name, made.birth_date, made.source) == ("Camile", date(1984, 6, 12), "boutique")
    assert (relationship.boutique, relationship.advisor) == (boutique, alice)
    assert made.contact_point("email") == "c.lorent@mail.example"
    assert DuplicateProposal.objects.get().b == made


def test_somebody_nobody_resembles_is_made_at_once(counter: Browser, known: Client) -> None:
    counter.post(NEW, {"given_name": "Anna", "family_name": "Rossi", "birth_date": "1971-05-25"})

    assert Client.objects.exclude(pk=known.pk).get().family_name == "Rossi"


def test_a_shared_email_shows_its_holder_and_is_not_given_twice(counter: Browser, known: Client) -> None:
    add_identifier(known, "email", "home@mail.example")
    other = {"given_name": "Paul", "family_name": "Moreau", "email": "home@mail.example"}

    shown = counter.post(NEW, other)
    refused = counter.post(NEW, {**other, "none_of_these": "1"})

    assert [each.client for each in shown.context["likely"]] == [known]
    assert (refused.status_code, list(Client.objects.all())) == (422, [known])


def test_a_client_of_another_boutique_is_not_shown(counter: Browser, other_boutique: Boutique) -> None:
    hers = make_known_client(other_boutique, "Camille", family_name="Laurent", birth_date=date(1984, 6, 12))
    compare_changed()

    counter.post(NEW, CAMILLE)

    assert Client.objects.exclude(pk=hers.pk).count() == 1
    assert AccessEntry.objects.filter(client=hers).count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given_name": "C" * 81},
        {"given_name": "Camille", "birth_date": "1984-02-30"},
        {"given_name": "Camille", "birth_date": "2999-01-01"},
        {"given_name": "Camille", "email": "not a mailbox"},
        {"given_name": "Camille", "phone": "12"},
    ],
    ids=["nothing", "too long", "no such day", "not yet", "no e-mail", "no telephone"],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(counter: Browser, typed: dict[str, str]) -> None:
    answer = counter.post(NEW, typed)

    assert (answer.status_code, Client.objects.count()) == (422, 0)


def test_an_existing_client_without_a_signature_yet_is_no_error(counter: Browser) -> None:
    make_client("Camille", "Laurent")

    assert counter.post(NEW, CAMILLE).status_code == 302


def test_that_somebody_elsewhere_has_an_address_is_written_down_as_learnt(
    counter: Browser, alice: User, other_boutique: Boutique
) -> None:
    """Whoever tries the addresses of famous people stands in the log, though they see nobody."""
    hers = make_known_client(other_boutique, "Dora", email="dora@mail.example")

    answer = counter.post(NEW, {"given_name": "Eve", "email": "dora@mail.example", "none_of_these": "1"})

    assert (answer.status_code, Client.objects.count()) == (422, 1)
    assert list(AccessEntry.objects.filter(client=hers).values_list("user", "action", "why")) == [
        (alice.pk, "searched", "address taken")
    ]
