"""Clients come from files once, are found before they are made, and are never two in one."""

from datetime import date, datetime

import pytest

from crm.models import Boutique, Client, Identifier, IdentityLink, Relationship, User
from tests.crm.ingest.files.kinds.conftest import ImportRows, added, rejected
from tests.factories import add_identifier, make_client, make_purchase

# A dry run makes its transactions read-only, which only a transaction of its own can be.
pytestmark = pytest.mark.django_db(transaction=True)


def owner(namespace: str, value: str) -> Client:
    return Identifier.objects.get(namespace=namespace, value=value, retracted_at=None).client


def test_a_client_is_made_with_all_that_the_line_says(import_rows: ImportRows, boutique: Boutique, alice: User) -> None:
    header = (
        "customer,email,phone,given_name,family_name,language,country,birth_date,boutique,advisor,tier,since,"
        "taste.ring size,key_date.Wedding"
    )
    line = (
        f"17,Elodie@Mail.example,+33639980010,Élodie,Moreau,fr,FR,1984-05-02,{boutique.code},{alice.email},gold,"
        "2019-03-01,52,2010-06-12"
    )

    report = import_rows("clients", f"{header}\n{line}")

    client = owner("crm", "AURELLE:17")
    known = Relationship.objects.get(client=client)
    assert added(report) == {"clients": 1, "identifiers": 3}
    assert (client.name, client.language, client.country, client.birth_date) == (
        "Élodie Moreau", "fr", "FR", date(1984, 5, 2),
    )  # fmt: skip
    assert (client.tastes, client.key_dates) == ({"ring size": "52"}, [{"name": "Wedding", "date": "06-12"}])
    assert (known.boutique, known.advisor, known.tier, known.since.date()) == (
        boutique,
        alice,
        "gold",
        date(2019, 3, 1),
    )
    assert (owner("email", "elodie@mail.example"), owner("phone", "+33639980010")) == (client, client)
    assert IdentityLink.objects.count() == 2
    assert "elodie" in client.search_text.split()


def test_the_same_people_in_another_file_change_nothing(import_rows: ImportRows) -> None:
    content = "customer,email,given_name\n17,elodie@mail.example,Élodie\n18,,Marc"
    import_rows("clients", content)
    before = list(Client.objects.order_by("pk").values()) + list(Identifier.objects.order_by("pk").values())

    report = import_rows("clients", content + "\n")
    again = import_rows("clients", content, mapping={"source": "another"})

    assert (report.was_done, added(report), added(again)) == (True, {}, {})
    assert list(Client.objects.order_by("pk").values()) + list(Identifier.objects.order_by("pk").values()) == before


def test_who_is_known_by_their_address_is_found_and_gets_the_number(import_rows: ImportRows, camille: Client) -> None:
    report = import_rows("clients", "customer,email,given_name,city\n17,CAMILLE@mail.example,Camille,Paris")

    camille.refresh_from_db()
    assert added(report) == {"changed": 1, "identifiers": 1}
    assert (owner("crm", "AURELLE:17"), camille.city) == (camille, "Paris")


def test_a_file_fills_what_is_empty_and_overwrites_only_when_told(import_rows: ImportRows, camille: Client) -> None:
    line = "email,given_name,family_name,city\ncamille@mail.example,Camille,Dupont,Lyon"

    import_rows("clients", line)
    camille.refresh_from_db()
    filled = (camille.family_name, camille.city)
    import_rows("clients", line, mapping={"options": {"update": "overwrite"}})
    camille.refresh_from_db()

    assert filled == ("Laurent", "Lyon")
    assert (camille.family_name, camille.city) == ("Dupont", "Lyon")
    assert "laurent" not in camille.search_text.split()


def test_another_person_at_the_same_address_is_refused_without_a_number(
    import_rows: ImportRows, camille: Client
) -> None:
    report = import_rows("clients", "email,given_name,city\ncamille@mail.example,Jean,Nice")

    camille.refresh_from_db()
    assert (rejected(report), added(report)) == ([(2, "name_conflict")], {})
    assert (camille.given_name, camille.city, Client.objects.count()) == ("Camille", "", 1)


def test_another_person_at_the_same_address_with_a_number_is_somebody_new(
    import_rows: ImportRows, camille: Client
) -> None:
    report = import_rows("clients", "customer,email,given_name\n18,camille@mail.example,Jean")

    assert added(report) == {"clients": 1, "identifiers": 1}
    assert owner("email", "camille@mail.example") == camille
    assert owner("crm", "AURELLE:18").given_name == "Jean"
    assert report.tally.figures["identifiers left where they are"] == 1


def test_numbers_of_two_people_never_make_one(import_rows: ImportRows) -> None:
    import_rows("clients", "customer,loyalty\n1,L1\n2,L2")

    report = import_rows("clients", "customer,loyalty,given_name\n1,L2,Eve")

    assert rejected(report) == [(2, "identity_conflict")]
    assert (Client.objects.count(), Client.objects.filter(given_name="Eve").count()) == (2, 0)


def test_an_address_of_one_and_a_telephone_of_another_is_for_a_person_to_look_at(import_rows: ImportRows) -> None:
    import_rows("clients", "email,phone\na@mail.example,\n,+33639980011")

    report = import_rows("clients", "email,phone\na@mail.example,+33639980011")

    assert rejected(report) == [(2, "identity_conflict")]


def test_one_person_in_two_chunks_is_foretold_and_kept_as_one(import_rows: ImportRows) -> None:
    content = "customer,email,given_name\n1,a@mail.example,Anna\n2,,Ben\n,a@mail.example,Anna"

    report = import_rows("clients", content, chunk_size=1)

    assert added(report) == {"clients": 2, "identifiers": 3}


def test_what_cannot_be_is_refused_with_its_reason(import_rows: ImportRows, camille: Client) -> None:
    header = "email,phone,country,birth_date,boutique,language,given_name"
    lines = [
        "+33639980012,,,,,,",
        "b@mail.example,12,,,,,",
        "c@mail.example,,Fronce,,,,",
        "d@mail.example,,,2099-01-01,,,",
        "null,,,,,,Eve",
    ]

    report = import_rows("clients", "\n".join([header, *lines]))

    assert rejected(report) == [
        (2, "email_is_a_phone"), (3, "phone_invalid"), (4, "country_unknown"), (5, "birth_date_in_future"),
        (6, "identifier_missing"),
    ]  # fmt: skip
    assert (Client.objects.count(), report.examples[0].reason) == (
        1,
        "“+33639980012” is a telephone number, not an e-mail address",
    )


def test_nobody_is_born_after_their_first_purchase(
    import_rows: ImportRows, camille: Client, boutique: Boutique, now: datetime
) -> None:
    make_purchase(camille, boutique, at=now)

    report = import_rows("clients", "email,birth_date\ncamille@mail.example,2026-03-11")

    camille.refresh_from_db()
    assert (rejected(report), camille.birth_date) == ([(2, "born_after_purchase")], None)


def test_a_national_number_is_read_in_the_country_of_its_row(import_rows: ImportRows) -> None:
    import_rows("clients", "phone,country\n06 39 98 00 12,FR")

    assert owner("phone", "+33639980012").country == "FR"


def test_a_client_in_her_advisors_book_stays_there(
    import_rows: ImportRows, camille: Client, boutique: Boutique, bob: User, alice: User
) -> None:
    import_rows("clients", f"email,boutique,advisor\ncamille@mail.example,{boutique.code},{bob.email}")

    assert Relationship.objects.get(client=camille).advisor == alice


def test_an_advisor_of_another_boutique_is_refused(import_rows: ImportRows, boutique: Boutique, charlie: User) -> None:
    report = import_rows("clients", f"email,boutique,advisor\ne@mail.example,{boutique.code},{charlie.email}")

    assert (rejected(report), Client.objects.count()) == ([(2, "advisor_unknown")], 0)


def test_a_full_namespace_takes_no_more_and_pushes_nothing_out(import_rows: ImportRows) -> None:
    client = make_client("Anna")
    for number in range(5):
        add_identifier(client, "email", f"a{number}@mail.example")

    report = import_rows("clients", f"uid,email\n{client.uid},a9@mail.example")

    assert report.tally.figures["identifiers left where they are"] == 1
    assert Identifier.objects.filter(client=client, namespace="email", retracted_at=None).count() == 5
