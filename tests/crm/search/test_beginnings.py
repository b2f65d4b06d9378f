"""What a boutique knows of its clients' names follows the names and the clients, whoever writes them."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.actions.clients import update_client
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.relationships import know_client
from crm.models import Boutique, Client, Relationship, User
from crm.search.text import words_of_line
from tests.factories import add_identifier, make_client, make_known_client

pytestmark = pytest.mark.django_db


def known() -> set[tuple[str, str]]:
    """(unique id, word behind the boutique's number) of every relationship."""
    rows = Relationship.objects.filter(boutique__isnull=False).values_list("client__uid", "words")
    return {(uid, word.strip("'")) for uid, words in rows for word in str(words).split()}


def recomputed() -> set[tuple[str, str]]:
    return {
        (each.client.uid, f"{each.boutique_id}:{word}")
        for each in Relationship.objects.filter(boutique__isnull=False).select_related("client")
        for word in words_of_line(each.client.search_text, each.client.uid)
    }


class AnyLine(TestCase):
    @given(st.lists(st.text("ab1é王~@-", max_size=5), max_size=8))
    def test_the_database_and_the_program_take_the_same_words(self, parts: list[str]) -> None:
        line, uid = " ".join([*parts, "c-ab1 ab1"]), "C-AB1"
        with connection.cursor() as cursor:
            cursor.execute("SELECT crm_name_words(%s, %s)", [line, uid])
            assert cursor.fetchone()[0] == words_of_line(line, uid)


def test_a_boutique_knows_the_words_of_a_name_and_no_number(boutique: Boutique) -> None:
    camille = make_known_client(boutique, "Camille", family_name="Laurent", email="kitty77@mail.example")
    add_identifier(camille, "phone", "+33639980001")

    assert known() == {(camille.uid, f"{boutique.pk}:{word}") for word in ("camille", "laurent", "kitty")}


def test_a_name_that_changes_changes_at_every_boutique(boutique: Boutique, other_boutique: Boutique) -> None:
    camille = make_known_client(boutique, "Camille", family_name="Laurent")
    know_client(camille, brand=other_boutique.brand, boutique=other_boutique, at=camille.created_at)

    update_client(camille, given_name="小明")
    assert known() == recomputed()
    assert len(known()) == 2 * len(words_of_line(camille.search_text, camille.uid))

    update_client(camille, given_name="", family_name="")
    assert known() == set()


def test_what_no_boutique_knows_is_not_kept(camille: Client) -> None:
    Relationship.objects.filter(client=camille).update(boutique=None)

    assert list(Relationship.objects.values_list("words", flat=True)) == [None]


def test_a_merge_takes_the_words_along_and_an_unmerge_gives_them_back(
    boutique: Boutique, other_boutique: Boutique, maya: User, now: datetime
) -> None:
    one = make_known_client(boutique, "Camille", family_name="Laurent")
    other = make_known_client(other_boutique, "Camilla", family_name="Lorent")
    before = known()

    log = merge_clients(one, other, actor=maya, reason="same telephone", at=now)
    assert known() == recomputed() != before

    unmerge_clients(log, actor=maya, at=now)
    assert known() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_name_first", [True, False], ids=["name first", "boutique first"])
def test_a_boutique_that_meets_a_client_while_the_name_changes_knows_the_new_one(
    boutique: Boutique, is_name_first: bool
) -> None:
    camille = make_client("Camille", family_name="Laurent")

    def rename() -> None:
        update_client(Client.objects.get(pk=camille.pk), given_name="Hannah")

    def meet() -> None:
        know_client(camille, brand=boutique.brand, boutique=boutique, at=camille.created_at)

    first, second = (rename, meet) if is_name_first else (meet, rename)
    in_turn(first, second)

    assert known() == {(camille.uid, f"{boutique.pk}:{word}") for word in ("hannah", "laurent")}


def in_turn(first: Callable[[], None], second: Callable[[], None]) -> None:
    """The second begins when the first has written, and the first commits when the second waits for it."""
    with transaction.atomic():
        first()
        thread = threading.Thread(target=_and_close, args=[second])
        thread.start()
        _wait_for_a_lock()
    thread.join(timeout=20)


def _and_close(call: Callable[[], None]) -> None:
    call()
    connection.close()


def _wait_for_a_lock() -> None:
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            if cursor.fetchone()[0]:
                return
