"""The records of processing say what is declared and set, and nothing else."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consent.models import AccessEntry, Processor, Purpose, TransferRule
from consent.registry.records import records_of_processing
from consent.registry.records_file import COLUMNS, as_csv, as_json
from consent.registry.registered import tables
from consent.registry.table import Whose
from crm.models import Destination

pytestmark = pytest.mark.django_db


@pytest.fixture
def destination(brand):
    return Destination.objects.create(
        brand=brand, name="=Look-alikes", url="https://ads.example/hook", region="us", secret="sealed",
        purpose=Purpose.objects.get(code="marketing"), channel="email",
    )  # fmt: skip


def record(records, code):
    return next(each for each in records.records if each.code == code)


def test_every_personal_field_stands_in_a_record(now, db):
    told = {
        field
        for each in records_of_processing(now).records
        for category in each.categories
        for field in category.fields
    }

    assert told == {
        f"{table.model}.{name}"
        for table in tables()
        if table.whose is not Whose.NOBODY
        for name in table.personal_fields
    }


def test_a_purpose_names_its_basis_its_people_and_its_end(now, db):
    accounting = record(records_of_processing(now), "accounting")

    assert (accounting.basis, accounting.is_asked) == ("Legal obligation, Art. 6(1)(c)", False)
    assert accounting.people == ("Clients, prospects and visitors",)
    assert [each.name for each in accounting.categories] == ["purchases"]
    assert [each.model for each in accounting.tables] == [
        "crm.Purchase", "crm.PurchaseLine", "crm.PurchaseReference",
    ]  # fmt: skip


def test_children_and_free_words_are_said_to_be_sensitive(now, db):
    relationship = record(records_of_processing(now), "relationship")

    assert [each.name for each in relationship.categories if each.is_sensitive] == [
        "family and household", "messages", "notes and tasks",
    ]  # fmt: skip


def test_an_active_destination_is_a_recipient_and_a_stopped_one_is_none(now, destination):
    active = [each.name for each in record(records_of_processing(now), "marketing").recipients]
    Destination.objects.update(is_active=False)
    stopped = [each.name for each in record(records_of_processing(now), "marketing").recipients]

    assert (active, stopped) == (["=Look-alikes (Aurelle)", "localhost"], ["localhost"])


def test_a_provider_stands_beside_the_purposes_of_its_channel_and_a_storage_beside_all(now, db):
    Processor.objects.create(kind="sms", code="sms-1", name="Telephony SA", region="ch")
    Processor.objects.create(kind="backups", code="vault", name="Vault GmbH", region="eu")
    Processor.objects.create(kind="email", code="old", name="Former Ltd", region="uk", is_active=False)

    records = records_of_processing(now)

    assert [(each.name, each.region) for each in record(records, "stock-alerts").recipients] == [
        ("localhost", "European Union and EEA"),
        ("Vault GmbH", "European Union and EEA"),
        ("Telephony SA", "Switzerland"),
    ]
    assert [each.name for each in record(records, "accounting").recipients] == ["Vault GmbH"]


def test_a_provider_of_mail_stands_in_the_place_of_the_mail_server(now, db):
    Processor.objects.create(kind="email", code="mail", name="Mail AG", region="ch")

    told = record(records_of_processing(now), "stock-alerts").recipients

    assert [(each.name, each.region) for each in told] == [("Mail AG", "Switzerland")]


def test_where_data_may_go_is_said_with_its_ground(now, db):
    TransferRule.objects.all().delete()
    TransferRule.objects.create(from_region="eu", to_region="us", ground="clauses", document="Contract 7")

    content = json.loads(as_json(records_of_processing(now)))

    assert content["transfers"] == [{"from": "eu", "to": "us", "ground": "clauses", "document": "Contract 7"}]


def test_what_nobody_set_is_missing_and_not_made_up(now, db, settings):
    settings.CONTROLLER_NAME = "Maison Aurelle SA"

    controller = records_of_processing(now).controller

    assert [(each.words, each.value) for each in controller] == [
        ("Controller", "Maison Aurelle SA"),
        ("Its address", ""),
        ("Its representative in the Union (Art. 27)", ""),
        ("Data protection officer", ""),
    ]


def test_a_measure_is_said_to_be_in_force_only_where_it_is(now, db, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    settings.SESSION_COOKIE_SECURE = False

    in_force = {each.words: each.is_met for each in records_of_processing(now).measures}

    assert in_force["Staff log in with a second factor"]
    assert not in_force["Cookies of log-ins go over encrypted connections only"]
    assert in_force["Ledgers of consent and of access refuse changes in the database itself"]


def test_the_file_for_a_spreadsheet_runs_no_formula(now, destination):
    lines = list(csv.DictReader(StringIO(as_csv(records_of_processing(now)))))
    purchases = [each for each in lines if each["purpose"] == "accounting"]
    marketing = next(each for each in lines if each["purpose"] == "marketing")

    assert tuple(lines[0]) == COLUMNS
    assert [(each["category"], each["sensitive"]) for each in purchases] == [("purchases", "no")]
    assert (marketing["recipients"], marketing["regions"]) == (
        "'=Look-alikes (Aurelle); localhost",
        "European Union and EEA; United States",
    )


def test_the_command_writes_the_same_as_json(db, tmp_path, capsys):
    call_command("privacy", "records", "--format", "json", "--output", tmp_path / "records.json")
    call_command("privacy", "records")

    written = json.loads((tmp_path / "records.json").read_text())
    printed = json.loads(capsys.readouterr().out)
    assert {**written, "made_at": ""} == {**printed, "made_at": ""}
    assert written["controller"]["Controller"] is None


def test_a_place_that_cannot_be_written_is_an_error(db, tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("privacy", "records", "--output", tmp_path / "nowhere" / "records.json")


def test_the_officer_reads_the_page_and_takes_the_file(client, petra, destination):
    client.force_login(petra)

    page = client.get("/privacy/records/")
    file = client.get("/privacy/records/file.csv")

    assert page.status_code == file.status_code == 200
    assert "Look-alikes (Aurelle)" in page.content.decode()
    assert file["Content-Disposition"].startswith('attachment; filename="records-of-processing-')
    assert AccessEntry.objects.values_list("user", "action", "why").get() == (
        petra.pk, "exported", "records of processing",
    )  # fmt: skip


def test_an_advisor_is_refused_and_nothing_is_written_down(client, alice, db):
    client.force_login(alice)

    assert client.get("/privacy/records/").status_code == client.get("/privacy/records/file.json").status_code == 403
    assert not AccessEntry.objects.exists()
