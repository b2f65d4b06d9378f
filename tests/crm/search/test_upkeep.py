"""The vocabulary holds what clients are called, whoever writes them."""

import io

import pytest
from django.core.management import call_command

from crm.actions.clients import update_client
from crm.models import Boutique, Client, SearchWord, User
from crm.queries.clients import search_clients
from crm.search.upkeep import count_search_words, forget_unused_words
from tests.factories import make_client, make_known_client

pytestmark = pytest.mark.django_db


def kept() -> set[str]:
    return set(SearchWord.objects.values_list("word", flat=True))


def recomputed() -> set[str]:
    words = {
        (word, client.uid.lower()[2:])
        for client in Client.objects.all()
        for word in client.search_text.split()
        if not any(letter in "0123456789@~-" for letter in word)
    }
    return {word for word, uid in words if word != uid}


def test_the_vocabulary_equals_what_a_recount_finds() -> None:
    make_client("Camille", "Laurent")
    Client.objects.bulk_create(Client(search_text=f"{word} shared c-1 x@y ~12") for word in ("anna", "bea"))
    Client.objects.filter(search_text__startswith="anna").update(search_text="hannah shared")
    update_client(make_client("小明", "王"), given_name="Ольга")

    forget_unused_words()

    assert kept() == recomputed()
    assert {"camille", "laurent", "hannah", "shared", "bea", "ольга", "王"} <= kept()


def test_generated_clients_are_in_the_vocabulary_with_their_number() -> None:
    call_command("generate", "--clients", "40", "--interactions", "0", stdout=io.StringIO())

    assert kept() == recomputed()
    assert sum(SearchWord.objects.values_list("count", flat=True)) > len(kept())


def test_counting_again_changes_nothing() -> None:
    make_client("Camille")
    make_client("Camille")
    count_search_words()

    assert count_search_words() == 0
    assert SearchWord.objects.get(word="camille").count == 2


def test_a_unique_id_of_letters_is_no_name() -> None:
    Client.objects.create(uid="C-ABCDEFGHJK", search_text="c-abcdefghjk abcdefghjk zoe")

    assert kept() == {"zoe"}


@pytest.mark.django_db(transaction=True)
def test_a_name_that_nobody_bears_any_more_is_forgotten_at_once() -> None:
    camille = make_client("Camille", "Unmistakable")
    make_client("Camille", "Laurent")

    update_client(camille, given_name="", family_name="")

    assert kept() == {"camille", "laurent"}


def test_a_new_name_is_understood_at_once_though_misspelt(hana: User, boutique: Boutique) -> None:
    make_known_client(boutique, "Xanthippe", family_name="Quastenflosser")

    assert [client.name for client in search_clients(hana, "xantippe")] == ["Xanthippe Quastenflosser"]


def test_words_of_an_older_rule_are_written_anew() -> None:
    camille = make_client("Camille", "Laurent")
    Client.objects.update(search_text="something old")

    call_command("reindex_search", stdout=io.StringIO(), stderr=io.StringIO())

    assert Client.objects.get().search_text == camille.search_text
    assert kept() == {"camille", "laurent"}
