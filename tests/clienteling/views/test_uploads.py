"""Headquarters hands a file in, sees how it would be read, has it checked, and imports it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from consent.models import AccessEntry
from crm.ingest.uploads.folder import file_of, rejects_of
from crm.ingest.uploads.work import work_on_due_upload
from crm.models import Brand, Client, SavedMapping, Upload, User
from tests.factories import make_user

# A check makes its transactions read-only, which only a transaction of its own can be.
pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = "Customer No,First Name,E-mail,Town\n17,Élodie,elodie@mail.example,Paris\n18,Marc,=cmd|x,Lyon\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.UPLOAD_FOLDER = tmp_path / "uploads"
    yield settings.UPLOAD_FOLDER


@pytest.fixture
def at_headquarters(client: Browser, hana: User, brand: Brand) -> Browser:
    client.force_login(hana)
    return client


def hand_in(browser: Browser, content: str | bytes = CONTENT, name: str = "clients.csv", **said: str) -> Any:
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return browser.post(reverse("upload-receive"), {"file": file, **said})


def press(browser: Browser, action: str, **said: str) -> Any:
    return browser.post(reverse(f"upload-{action}", args=[Upload.objects.get().pk]), said)


def checked(browser: Browser) -> Upload:
    hand_in(browser)
    press(browser, "check")
    work_on_due_upload()
    return Upload.objects.get()


def test_a_file_is_kept_and_its_columns_are_proposed(at_headquarters: Browser, hana: User, folder: Path) -> None:
    answer = hand_in(at_headquarters)

    upload = Upload.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("upload", args=[upload.pk]))
    assert (upload.kind, upload.actor, upload.file_name, upload.size) == (
        "clients",
        hana,
        "clients.csv",
        len(CONTENT.encode()),
    )
    assert upload.mapping["columns"] == {
        "customer": "Customer No", "given_name": "First Name", "email": "E-mail", "city": "Town",
    }  # fmt: skip
    assert (file_of(upload).read_text(), file_of(upload).stat().st_mode & 0o777) == (CONTENT, 0o600)


def test_the_page_marks_what_is_wrong_in_the_first_lines_and_the_look_is_written_down(
    at_headquarters: Browser, hana: User
) -> None:
    hand_in(at_headquarters)

    page = at_headquarters.get(reverse("upload", args=[Upload.objects.get().pk]))

    rows = page.context["reading"].preview.rows
    assert [(row.line, row.problem) for row in rows] == [(2, ""), (3, "“=cmd|x” is no e-mail address")]
    assert [cell.value for cell in rows[0].cells] == ["17", "elodie@mail.example", "Élodie", "Paris"]
    assert list(AccessEntry.objects.values_list("user", "action", "why")) == [(hana.pk, "viewed", "upload")]


def test_a_check_writes_nothing_and_foretells_what_the_import_brings(at_headquarters: Browser) -> None:
    upload = checked(at_headquarters)
    foretold, before = (upload.status, upload.foretold["new"], upload.foretold["rejected"]), Client.objects.count()

    press(at_headquarters, "import")
    work_on_due_upload()

    upload.refresh_from_db()
    assert (before, foretold) == (0, ("checked", {"clients": 1, "identifiers": 2}, {"email_invalid": 1}))
    assert (upload.status, upload.result["new"], Client.objects.get().city) == ("done", foretold[1], "Paris")
    assert upload.result["rejected"] == foretold[2]


def test_a_file_is_not_imported_before_it_was_checked(at_headquarters: Browser) -> None:
    hand_in(at_headquarters)

    press(at_headquarters, "import")

    assert (Upload.objects.get().status, work_on_due_upload(), Client.objects.count()) == ("mapping", None, 0)


def test_another_reading_makes_the_check_void(at_headquarters: Browser) -> None:
    checked(at_headquarters)

    press(at_headquarters, "describe", **{"column-0": "customer", "column-1": "given_name", "column-3": "city"})

    upload = Upload.objects.get()
    assert (upload.status, upload.foretold) == ("mapping", {})
    assert upload.mapping["columns"] == {"customer": "Customer No", "given_name": "First Name", "city": "Town"}


def test_a_word_that_is_not_known_is_given_its_meaning(at_headquarters: Browser) -> None:
    hand_in(at_headquarters, "Customer No,Land\n17,Österreich\n18,AT\n")
    page = at_headquarters.get(reverse("upload", args=[Upload.objects.get().pk]))
    asked = page.context["reading"].words

    press(
        at_headquarters, "describe", **{"column-0": "customer", "column-1": "country", "word-country|Österreich": "AT"}
    )

    page = at_headquarters.get(reverse("upload", args=[Upload.objects.get().pk]))
    assert asked == [("country", "Österreich", "")]
    assert page.context["reading"].words == [("country", "Österreich", "AT")]
    assert page.context["reading"].preview.good == 2


def test_receipts_make_the_articles_that_they_name_when_told_so(at_headquarters: Browser) -> None:
    hand_in(at_headquarters, "Invoice,SKU,Qty,Date,Price\n1,A,1,2026-01-02,9.50\n")
    columns = {
        f"column-{place}": name
        for place, name in enumerate(("reference", "sku", "quantity", "occurred_at", "unit_price"))
    }

    press(at_headquarters, "describe", **columns, **{"option-create_products": "yes", "option-sku_prefix": "X-"})

    assert Upload.objects.get().mapping["options"] == {"create_products": True, "sku_prefix": "X-"}


def test_two_columns_are_never_one_field(at_headquarters: Browser) -> None:
    hand_in(at_headquarters)
    before = Upload.objects.get().mapping

    page = press(at_headquarters, "describe", **{"column-0": "email", "column-2": "email"})

    assert "two columns are email" in page.context["error"]
    assert Upload.objects.get().mapping == before


def test_a_kept_reading_is_taken_for_the_next_file(at_headquarters: Browser) -> None:
    hand_in(at_headquarters)
    press(at_headquarters, "describe", **{"column-0": "customer", "column-3": "taste."})
    press(at_headquarters, "keep-mapping", name="The old system")
    Upload.objects.all().delete()
    hand_in(at_headquarters)

    press(at_headquarters, "describe", kind="clients", saved=str(SavedMapping.objects.get().pk))

    assert Upload.objects.get().mapping["columns"] == {"customer": "Customer No", "taste.Town": "Town"}


def test_refused_lines_leave_as_a_file_without_formulas_and_this_is_written_down(at_headquarters: Browser) -> None:
    checked(at_headquarters)

    answer = press(at_headquarters, "rejects")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines == ["line,code,reason", "3,email_invalid,“=cmd|x” is no e-mail address"]
    assert AccessEntry.objects.filter(action="exported").count() == 1


def test_what_is_too_large_is_refused_before_it_is_read(at_headquarters: Browser, settings: Any, folder: Path) -> None:
    settings.UPLOAD_MAXIMUM_BYTES = 1000

    answer = hand_in(at_headquarters, "x" * 100_000)

    assert (answer.status_code, Upload.objects.count(), list(folder.glob("*"))) == (413, 0, [])


def test_what_cannot_be_read_at_all_is_not_kept(at_headquarters: Browser, folder: Path) -> None:
    answer = hand_in(at_headquarters, "a,a\n1,2\n")

    assert (answer.status_code, answer.context["error"]) == (400, "The header names a more than once.")
    assert (Upload.objects.count(), list(folder.glob("*"))) == (0, [])


def test_a_deleted_file_leaves_its_history_only(at_headquarters: Browser) -> None:
    upload = checked(at_headquarters)

    press(at_headquarters, "erase")

    press(at_headquarters, "import")
    page = at_headquarters.get(reverse("upload", args=[upload.pk]))
    assert (file_of(upload).exists(), rejects_of(upload, is_check=True).exists()) == (False, False)
    assert (page.status_code, page.context["reading"], Upload.objects.get().status) == (200, None, "checked")


def test_a_forged_request_is_refused(hana: User, brand: Brand, folder: Path) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(hana)

    answer = hand_in(browser)

    assert (answer.status_code, Upload.objects.count()) == (403, 0)


@pytest.mark.parametrize("who", ["advisor", "manager", "privacy"])
def test_whoever_is_not_at_headquarters_hands_nothing_in(client: Browser, boutique: Any, who: str) -> None:
    client.force_login(make_user("Eve", who, **({} if who == "privacy" else {"boutique": boutique})))

    answer = hand_in(client)

    assert (answer.status_code, Upload.objects.count()) == (403, 0)


def test_a_file_of_another_brand_does_not_exist(at_headquarters: Browser, client: Browser, other_brand: Brand) -> None:
    hand_in(at_headquarters, brand="AURELLE")
    client.force_login(make_user("Otto", "hq", brand=other_brand))

    answer = client.get(reverse("upload", args=[Upload.objects.get().pk]))

    assert answer.status_code == 404
