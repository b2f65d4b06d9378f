"""Finding clients, within the scope."""

from typing import Any

import pytest
from django.db import connection

from crm.actions.clients import update_client
from crm.models import Boutique, Client, User
from crm.queries.clients import search_clients
from tests.factories import add_identifier, make_known_client

pytestmark = pytest.mark.django_db


def found(user: User, text: str) -> list[str]:
    return [client.name for client in search_clients(user, text)]


@pytest.fixture
def book(camille: Client, boutique: Boutique) -> None:
    make_known_client(boutique, "Jean-Élie", family_name="d’Arc")
    make_known_client(boutique, "小明", family_name="王", name_order="family_first")
    make_known_client(boutique, "Ольга", family_name="Ёлкина")
    make_known_client(boutique, "فاطمة", family_name="الزهراء")
    make_known_client(boutique, "서연", family_name="김", name_order="family_first")


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("camille laurent", "Camille Laurent"),
        ("laur cam", "Camille Laurent"),
        ("CAMÍLLE", "Camille Laurent"),
        ("camille@mail.ex", "Camille Laurent"),
        ("0001", "Camille Laurent"),
        ("06 39 98 00 01", "Camille Laurent"),
        ("+33 (0)639980001", "Camille Laurent"),
        ("jean elie", "Jean-Élie d’Arc"),
        ("arc", "Jean-Élie d’Arc"),
        ("王小明", "王小明"),
        ("小", "王小明"),
        ("明", "王小明"),
        ("王 小明", "王小明"),
        ("елк", "Ольга Ёлкина"),
        ("الزه", "فاطمة الزهراء"),
        ("김서", "김서연"),
        ("서연", "김서연"),
        ("wang xiaoming", "王小明"),
        ("xiaom", "王小明"),
        ("camile laurent", "Camille Laurent"),
        ("amille", "Camille Laurent"),
        ("laurnet", "Camille Laurent"),
        ("cmaille", "Camille Laurent"),
        ("camiill", "Camille Laurent"),
        ("Елкнна", "Ольга Ёлкина"),
        ("camille 0001", "Camille Laurent"),
        ("laurent camille@mail.ex", "Camille Laurent"),
    ],
)
def test_a_client_is_found_by_what_is_remembered_of_them(alice: User, text: str, name: str) -> None:
    assert found(alice, text) == [name]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    "text", ["mille", "camille martin", "camille 0002", "001", "@mail", "':* | 'zz", "\\", "!", "\x00"]
)
def test_what_does_not_fit_finds_nobody(alice: User, text: str) -> None:
    assert found(alice, text) == []


def test_a_client_is_found_by_unique_id_and_card_in_any_spelling(alice: User, camille: Client) -> None:
    add_identifier(camille, "loyalty", "LY1234567")
    bare = camille.uid.removeprefix("C-")

    for text in (camille.uid, camille.uid.lower(), bare, bare[:5], "ly 123-45", "LY1234567"):
        assert found(alice, text) == ["Camille Laurent"]


def test_a_client_is_found_by_the_number_of_a_customer_base_of_before(alice: User, camille: Client) -> None:
    add_identifier(camille, "crm", "AURELLE:10-482")

    assert [found(alice, text) for text in ("10482", "10-482", "104")] == [["Camille Laurent"]] * 3


def test_a_retracted_address_finds_nobody_any_more(alice: User, camille: Client, now: object) -> None:
    camille.identifiers.filter(namespace="email").update(retracted_at=now)
    update_client(camille)

    assert found(alice, "camille@mail") == []


@pytest.mark.usefixtures("book")
def test_no_text_lists_everybody_in_view_by_family_name(alice: User, charlie: User) -> None:
    assert len(found(alice, " ")) == 6
    assert found(alice, "")[0] == "Camille Laurent"
    assert found(charlie, "") == []


@pytest.mark.usefixtures("book")
def test_nobody_is_found_outside_the_scope(charlie: User, petra: User) -> None:
    assert found(charlie, "camille") == []
    assert found(petra, "camille@mail.example") == []


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(("text", "statements"), [("", 2), ("camille", 6)])
def test_a_search_is_few_statements(alice: User, text: str, statements: int, django_assert_num_queries: Any) -> None:
    # The memberships and the list; typing: the boutiques, what words are new since when, whether anybody is found.
    with django_assert_num_queries(statements):
        found(alice, text)


def test_the_search_uses_its_index(hana: User) -> None:
    letters = "abcdefghij"
    names = ("".join(letters[int(digit)] for digit in f"{number:04d}") for number in range(5000))
    Client.objects.bulk_create(Client(search_text=f"name{name} family{name[-2:]}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_client")

    assert "client_by_search_word" in search_clients(hana, "nameaaf fam").explain()


@pytest.mark.parametrize("few", [0, 10_000])
def test_what_many_are_called_is_found_within_the_scope(
    alice: User, charlie: User, hana: User, boutique: Boutique, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("crm.search.needle.FEW", few)
    monkeypatch.setattr("crm.search.words.FEW", few)
    for given_name in ("Anna", "Anne", "Anton"):
        make_known_client(boutique, given_name, family_name="Annis")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_client")

    assert found(alice, "ann") == ["Anna Annis", "Anne Annis", "Anton Annis"]
    assert found(alice, "ann anto") == ["Anton Annis"]
    assert found(charlie, "ann") == []
    assert set(found(hana, "an")) <= {"Anna Annis", "Anne Annis", "Anton Annis"} != set()
