"""An archive holds everything of one person and nobody else, and leads back without loss."""

import json
import stat
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from pytest_django import Settings

from clienteling.models import Note, Repair
from consent.models import DataExport, Purpose, SubjectRequest
from consent.registry.registered import tables_of_clients
from consent.rights.close import finish_request, refuse_request
from consent.rights.erase import erase_client
from consent.rights.errors import RightsError
from consent.rights.export import work
from consent.rights.export.archive import tables_for, write_archive
from consent.rights.export.columns import left_out_of, tables_in_order
from consent.rights.export.folder import file_of
from consent.rights.export.order import delete_exports_of, delete_old_exports, export_of, fetch_export
from consent.rights.export.reading import import_export
from consent.rights.export.rules import rule_of, set_rule
from consent.rights.export.work import make_due_export
from consent.rights.identity import ask_for_code, code_of
from consent.rights.requests import confirm_identity, open_request
from crm.actions.merge import merge_clients
from crm.actions.segment_versions import make_segment
from crm.models import Audience, Boutique, Brand, Client, Delivery, Destination, Relation, User
from tests.consent.rights.export.archives import forget_everybody, manifest, sheets, written
from tests.factories import add_identifier, allow_contact, make_known_client, make_product, make_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EXPORT_FOLDER = tmp_path / "exports"
    return tmp_path / "exports"


def asked(client: Client, kind: str = "access") -> SubjectRequest:
    return open_request(client, kind=kind, intake="client_page")


@pytest.mark.parametrize("moment", ["before", "at_work", "after_a_failure"])
def test_a_file_of_a_request_that_is_refused_is_not_made_and_lies_nowhere(
    camille: Client, petra: User, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    request, now = asked(camille), timezone.now()
    whole = work.write_archive

    def refuse() -> None:
        refuse_request(request, why="others", words="It names others.", actor=petra, at=now)

    def refused_meanwhile(*args: Any, **options: Any) -> None:
        whole(*args, **options)
        if moment == "after_a_failure":
            raise OSError("the disk is full")
        refuse()

    if moment == "before":
        refuse()
    else:
        monkeypatch.setattr(work, "write_archive", refused_meanwhile)
        make_due_export(now)
    if moment == "after_a_failure":
        refuse()

    assert make_due_export(now + timedelta(hours=1)) is None
    request.refresh_from_db()
    assert (request.state, DataExport.objects.get().state) == ("refused", "deleted")
    assert list(folder.glob("*")) == []
    assert sorted(request.steps.values_list("what", flat=True)) == sorted(
        ["received", "begun", "refused", *["failed"] * (moment == "after_a_failure")]
    )


def test_every_declared_table_and_field_is_in_it_or_says_why_not(camille: Client) -> None:
    _, path = written(camille)

    said = {each["table"]: {*each["columns"], *each["left_out"]} for each in manifest(path)["tables"]}

    assert said == {each.model: set(each.declared_fields) for each in tables_of_clients()}


def test_what_stands_in_its_fields_is_in_it_word_for_word(
    camille: Client, boutique: Boutique, brand: Brand, alice: User
) -> None:
    Note.objects.create(client=camille, boutique=boutique, author=alice, text="likes Ayurveda", is_private=True)
    Repair.objects.create(client=camille, brand=brand, number="R-77", description="clasp", opened_at=timezone.now())
    bought = make_purchase(camille, boutique, make_product(brand, "tote"), at=timezone.now(), price="1250.50")

    data, _ = written(camille)

    assert [(each["text"], each["is_private"], each["client"]) for each in data["clienteling.Note"]] == [
        ("likes Ayurveda", True, camille.uid)
    ]
    assert data["crm.Purchase"][0]["occurred_at"] == bought.occurred_at.isoformat()
    (line,) = data["crm.PurchaseLine"]
    assert (line["purchase"], line["variant"], line["amount"]) == (1, ["TOTE"], "1250.50")
    assert data["crm.Purchase"][0]["boutique"] == ["AURELLE", "paris-saint-honore"]


def test_nobody_else_is_in_it(camille: Client, boutique: Boutique, alice: User) -> None:
    leonie = make_known_client(boutique, "Léonie", family_name="Zephyrine", email="leonie@mail.example")
    Relation.objects.create(client=camille, other=leonie, kind="friend", note="met at Zermatt")
    Relation.objects.create(client=camille, name="Octavie", kind="child", birth_date="2015-05-05")
    Relation.objects.create(client=leonie, other=camille, kind="friend")
    Note.objects.create(client=camille, boutique=boutique, author=alice, text="tea")

    data, path = written(camille)

    everything = json.dumps(data, ensure_ascii=False) + json.dumps(sheets(path), ensure_ascii=False)
    others = ("Léonie", "Zephyrine", leonie.uid, "leonie@", "Octavie", "2015-05-05", "Zermatt", "alice@", "Alice")
    assert [each for each in others if each in everything] == []
    assert [(each["kind"], each["other"]) for each in data["crm.Relation"]] == [("friend", None), ("child", None)]


def test_of_a_message_to_another_system_it_holds_the_persons_own_number(
    camille: Client, boutique: Boutique, brand: Brand
) -> None:
    leonie = make_known_client(boutique, "Léonie", email="leonie@mail.example")
    destination = Destination.objects.create(
        brand=brand, name="Look-alikes", url="https://ads.example/hook", region="eu", secret="sealed",
        purpose=Purpose.objects.get(code="sharing"),
    )  # fmt: skip
    audience = Audience.objects.create(
        destination=destination, segment=make_segment(brand, code="valued", name="Valued", kind="computed")
    )
    told = {"audience": audience, "type": "audience.changed", "due_at": timezone.now()}
    Delivery.objects.create(number=1, entered=[leonie.uid, camille.uid], left=[], **told)
    Delivery.objects.create(number=2, entered=[leonie.uid], left=[], **told)

    data, _ = written(camille)

    assert [(each["number"], each["entered"], each["left"]) for each in data["crm.Delivery"]] == [
        (1, [camille.uid], [])
    ]


def test_no_secret_is_in_it(camille: Client) -> None:
    assert [
        each.model
        for each in tables_of_clients()
        for name in ("password", "sha256", "salt", "session_key")
        if name in each.declared_fields and each.model != "consent.DataExport" and name not in left_out_of(each)
    ] == []


def test_portability_leaves_out_what_the_house_concluded(camille: Client, boutique: Boutique, alice: User) -> None:
    Note.objects.create(client=camille, boutique=boutique, author=alice, text="likes Ayurveda")

    data, _ = written(camille, with_inferred=False)

    assert set(data) == {each.model for each in tables_of_clients() if not rule_of(each.model).is_inferred}
    assert {"crm.Score", "clienteling.Note", "crm.SegmentMember"} & set(data) == set()


def test_no_cell_is_a_formula(camille: Client, boutique: Boutique, alice: User) -> None:
    Note.objects.create(client=camille, boutique=boutique, author=alice, text='=HYPERLINK("http://x","y")')

    data, path = written(camille)

    names, row = sheets(path)["clienteling.Note"]
    assert row[names.index("text")] == '\'=HYPERLINK("http://x","y")'
    assert data["clienteling.Note"][0]["text"] == '=HYPERLINK("http://x","y")'
    cells = [cell for rows in sheets(path).values() for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")] == []


def test_tables_come_behind_those_they_point_to() -> None:
    names = [each.model for each in tables_in_order()]

    assert names[0] == "crm.Client"
    assert names.index("crm.Purchase") < names.index("crm.PurchaseLine")
    assert names.index("consent.Decision") < names.index("consent.CurrentDecision") and names.index(
        "consent.Decision"
    ) < names.index("journeys.Send")


def test_tables_that_point_at_each_other_are_named() -> None:
    kept = rule_of("crm.Purchase")
    set_rule("crm.Purchase", replace(kept, numbers={"currency": "crm.PurchaseLine"}))
    try:
        with pytest.raises(ValueError, match=r"in a ring: .*crm\.Purchase, crm\.PurchaseLine"):
            tables_in_order()
    finally:
        set_rule("crm.Purchase", kept)


def test_a_person_who_is_known_here_is_not_brought_in_again(camille: Client, admin_user: User) -> None:
    _, path = written(camille)

    with pytest.raises(RightsError, match="person_known"):
        import_export(path, actor=admin_user)

    assert Client.objects.count() == 1


def test_the_archive_of_somebody_who_was_erased_brings_nobody_back(camille: Client, admin_user: User) -> None:
    _, path = written(camille)
    erase_client(camille, reason="asked", actor=admin_user)

    with pytest.raises(RightsError, match="person_erased"):
        import_export(path, actor=admin_user)

    assert Client.objects.live().count() == 0


@pytest.mark.parametrize("content", ["", "not a zip", "{}"])
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, admin_user: User, content: str) -> None:
    path = tmp_path / "file.zip"
    path.write_text(content)

    with pytest.raises(RightsError, match="not_an_export"):
        import_export(path, actor=admin_user)

    assert Client.objects.count() == 0


def test_the_command_brings_an_export_in(camille: Client, admin_user: User, capsys: Any) -> None:
    _, path = written(camille)
    with pytest.raises(CommandError, match="person_known: nothing was kept"):
        call_command("privacy", "import-export", str(path), "--as", admin_user.email)
    forget_everybody()

    call_command("privacy", "import-export", str(path), "--as", admin_user.email)

    assert Client.objects.get().name == "Camille Laurent"
    assert capsys.readouterr().out.splitlines()[0].endswith("tables were kept.")


def test_asking_for_access_makes_the_archive_and_closes_the_request(camille: Client, folder: Path) -> None:
    request = asked(camille)
    assert (request.state, export_of(request) is not None) == ("working", True)

    export = make_due_export(timezone.now())

    assert export is not None
    export.refresh_from_db()
    request.refresh_from_db()
    assert (export.state, request.state, export.tables_done) == ("ready", "done", len(tables_for(with_inferred=True)))
    assert file_of(export).stat().st_size == export.size
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, file_of(export))] == [0o700, 0o600]
    assert make_due_export(timezone.now()) is None
    assert [each.what for each in request.steps.order_by("pk")] == ["received", "begun", "export_ready", "done"]


def test_the_client_fetches_it_after_typing_a_code(camille: Client) -> None:
    request = asked(camille)
    make_due_export(timezone.now())
    with pytest.raises(RightsError, match="identity_unconfirmed"):
        fetch_export(request)
    confirm_identity(request, code_of(ask_for_code(request)))

    path = fetch_export(request)

    assert zipfile.ZipFile(path).testzip() is None
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(RightsError, match="unconfirmed"):
        fetch_export(request)


def test_it_is_deleted_after_a_week(camille: Client, petra: User, folder: Path) -> None:
    request = asked(camille)
    make_due_export(timezone.now())
    assert fetch_export(request, actor=petra).exists()

    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        with pytest.raises(RightsError, match="export_not_ready"):
            fetch_export(request, actor=petra)
        assert delete_old_exports(timezone.now()) == 1

    assert (list(folder.iterdir()), DataExport.objects.get().state) == ([], "deleted")


def test_an_erasure_takes_it_off_the_disk(camille: Client, folder: Path) -> None:
    asked(camille)
    make_due_export(timezone.now())

    assert delete_exports_of([camille.pk]) == 1

    assert (list(folder.iterdir()), DataExport.objects.get().state) == ([], "deleted")


def test_a_worker_that_dies_half_way_is_followed_by_another(
    camille: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(camille)

    def die(*args: Any, **options: Any) -> int:
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(work, "write_archive", die)
        make_due_export(timezone.now())
    assert make_due_export(timezone.now()) is None

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        make_due_export(timezone.now())

    assert DataExport.objects.get().state == "ready"
    assert [path.suffix for path in folder.iterdir()] == [".zip"]


def test_an_archive_that_is_called_off_while_it_is_made_lies_nowhere(
    camille: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(camille)

    def call_off_and_go_on(*args: Any, **options: Any) -> int:
        delete_exports_of([camille.pk])
        return write_archive(*args, **options)

    monkeypatch.setattr(work, "write_archive", call_off_and_go_on)
    make_due_export(timezone.now())

    assert (list(folder.iterdir()), DataExport.objects.get().state) == ([], "deleted")
    assert make_due_export(timezone.now() + timedelta(hours=1)) is None


def test_what_goes_wrong_after_it_was_called_off_is_not_tried_again(
    camille: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asked(camille)

    def call_off_and_fail(*args: Any, **options: Any) -> int:
        delete_exports_of([camille.pk])
        raise OSError("no space left on the disk")

    monkeypatch.setattr(work, "write_archive", call_off_and_fail)
    make_due_export(timezone.now())

    assert (list(folder.iterdir()), DataExport.objects.get().state) == ([], "deleted")
    assert request.steps.filter(what="failed").count() == 0


def test_what_goes_wrong_is_tried_again_and_then_told(camille: Client, settings: Settings, tmp_path: Path) -> None:
    request = asked(camille)
    blocked = tmp_path / "a-file"
    blocked.touch()
    settings.EXPORT_FOLDER = blocked / "exports"

    for attempt in range(5):
        with time_machine.travel(timezone.now() + timedelta(hours=attempt)):
            make_due_export(timezone.now())

    request.refresh_from_db()
    assert (DataExport.objects.get().state, request.state) == ("failed", "working")
    assert request.steps.filter(what="failed").count() == 5


def test_records_that_were_merged_are_in_it(camille: Client, maya: User, brand: Brand) -> None:
    double = make_known_client(Boutique.objects.get(), "Camille", email="camille@work.example")
    allow_contact(double, brand)
    add_identifier(double, "card", "123456")
    merge_clients(camille, double, actor=maya, reason="same", at=timezone.now())

    data, _ = written(camille)

    assert [(each["uid"], each["canonical"]) for each in data["crm.Client"]] == [
        (camille.uid, None), (double.uid, camille.uid),
    ]  # fmt: skip
    assert [each["client"] for each in data["consent.Decision"]] == [double.uid]


def test_a_request_that_is_refused_is_not_finished_by_its_export(camille: Client) -> None:
    request = asked(camille)

    assert finish_request(request, at=timezone.now()).state == "done"
    assert finish_request(request, at=timezone.now()).steps.filter(what="done").count() == 1
