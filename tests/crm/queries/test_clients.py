"""Finding clients, within the scope."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from crm.actions.clients import update_client
from crm.models import Boutique, Client, Relationship, User
from crm.queries.clients import Found, found_page, search_clients
from crm.search.upkeep import count_search_words
from tests.factories import add_identifier, make_known_client

pytestmark = pytest.mark.django_db
EVERYBODY = Q()


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
    assert found(alice, " ") == found(alice, "")
    assert found(alice, "") == [
        "Jean-Élie d’Arc", "Camille Laurent", "Ольга Ёлкина", "فاطمة الزهراء", "王小明", "김서연",
    ]  # fmt: skip
    assert found(charlie, "") == []


@pytest.mark.usefixtures("book")
def test_nobody_is_found_outside_the_scope(charlie: User, petra: User) -> None:
    assert found(charlie, "camille") == []
    assert found(petra, "camille@mail.example") == []


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(("text", "statements"), [("", 2), ("camille", 5)])
def test_a_search_is_few_statements(alice: User, text: str, statements: int, django_assert_num_queries: Any) -> None:
    # The memberships and the list; typing: the boutiques, the words, whether anybody is found.
    with django_assert_num_queries(statements):
        found(alice, text)


def test_the_search_uses_its_index(hana: User) -> None:
    letters = "abcdefghij"
    names = ("".join(letters[int(digit)] for digit in f"{number:04d}") for number in range(5000))
    Client.objects.bulk_create(Client(search_text=f"name{name} family{name[-2:]}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_client")

    assert "client_by_search_word" in search_clients(hana, "nameaaf fam").explain()


def test_a_common_beginning_walks_the_index_of_names_alone(
    alice: User, hana: User, boutique: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.queries.clients.GATHERED", 100)
    clients = Client.objects.bulk_create(Client(search_text=f"martin {number}x") for number in range(5000))
    Relationship.objects.bulk_create(
        Relationship(client=client, brand=boutique.brand, boutique=boutique, since=client.created_at)
        for client in clients[::10]
    )
    count_search_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    for user in (alice, hana):
        with CaptureQueriesContext(connection) as asked:
            assert len(found_page(user, "mar", size=25).ids) == 25
        walk = next(query["sql"] for query in asked if "LIKE 'mar%'" in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {walk}")
            plan = "".join(row[0] for row in cursor.fetchall())
        assert "Index Only Scan using client_by_name" in plan
        # Below it is asked, of whom no country is known, where they have been known longest.
        assert "Sort" not in plan.partition("SubPlan")[0]


@pytest.fixture(params=[0, 10_000], ids=["walked", "gathered"])
def annises(request: pytest.FixtureRequest, boutique: Boutique, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """People called Ann... by one name or the other, looked for as if there were many, and as if there were few."""
    monkeypatch.setattr("crm.search.needle.FEW", request.param)
    monkeypatch.setattr("crm.queries.clients.GATHERED", request.param)
    for given_name, family_name in (
        ("Anton", "Zola"), ("Bea", "Annis"), ("Anna", "Annis"), ("Zoe", "Antony"), ("Anne", "Müller"), ("Ann", "Mabel"),
    ):  # fmt: skip
        make_known_client(boutique, given_name, family_name=family_name)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_client")
    # By family name first, then who else has the word, by name.
    return ["Anna Annis", "Bea Annis", "Ann Mabel", "Anne Müller"]


def paged(user: User, text: str, *, size: int, narrowed: Q = EVERYBODY) -> list[str]:
    """The names on all pages, one after the other."""
    names: list[str] = []
    after = ""
    while True:
        page = found_page(user, text, size=size, after=after, narrowed=narrowed)
        clients = Client.objects.in_bulk(page.ids)
        names += [clients[pk].name for pk in page.ids]
        after = page.after
        if not after:
            return names


def test_who_bears_it_as_a_family_name_comes_first(alice: User, hana: User, annises: list[str]) -> None:
    assert found(alice, "ann") == found(hana, "ann") == annises
    assert found(alice, "an")[:3] == ["Anna Annis", "Bea Annis", "Zoe Antony"]
    assert found(alice, "ann anna") == found(alice, "anna ann") == ["Anna Annis"]


@pytest.mark.parametrize("size", [1, 2, 3, 25])
def test_pages_of_any_size_are_the_list_itself(alice: User, hana: User, annises: list[str], size: int) -> None:
    for user in (alice, hana):
        assert paged(user, "ann", size=size) == annises
        assert paged(user, "an", size=size) == found(user, "an")
        assert paged(user, "a m", size=size) == found(user, "a m") == ["Ann Mabel", "Anne Müller"]
        assert paged(user, "annsi", size=size) == ["Anna Annis", "Bea Annis"]


@pytest.mark.usefixtures("annises")
def test_a_further_condition_is_part_of_the_search(alice: User, hana: User) -> None:
    Client.objects.filter(given_name__in=("Bea", "Ann")).update(city="Lyon")

    for user in (alice, hana):
        assert paged(user, "ann", size=1, narrowed=Q(city="Lyon")) == ["Bea Annis", "Ann Mabel"]
        # Nobody of Lyon is called so, and somebody else is: nothing to repair.
        assert paged(user, "anna", size=1, narrowed=Q(city="Lyon")) == []


@pytest.mark.usefixtures("annises")
def test_pages_show_nobody_outside_the_scope(alice: User, charlie: User, petra: User) -> None:
    alice.is_active = False

    for user in (alice, charlie, petra):
        assert (paged(user, "ann", size=2), paged(user, "annsi", size=2)) == ([], [])


@pytest.mark.usefixtures("annises")
def test_a_page_after_nobody_is_empty(alice: User) -> None:
    assert found_page(alice, "ann", size=2, after="C-UNKNOWN") == Found()
