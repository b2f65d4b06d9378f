"""Workers die, pause and meet; the file is imported once all the same."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from crm.actions.uploads import (
    LEASE,
    UploadError,
    begin_check,
    begin_import,
    claim_due_upload,
    erase_upload,
    note_progress,
    pause_upload,
    stop_upload,
)
from crm.ingest.uploads import work
from crm.ingest.uploads.folder import file_of, upload_folder
from crm.ingest.uploads.retention import erase_old_uploads
from crm.ingest.uploads.work import work_on_due_upload
from crm.models import Brand, Client, ImportRun, Upload

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 1_200


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_FOLDER = tmp_path


@pytest.fixture
def upload(brand: Brand, folder: None) -> Upload:
    """A checked file of twelve hundred clients: three chunks."""
    lines = "".join(f"{number},c{number}@mail.example\n" for number in range(LINES))
    (upload_folder() / "one").write_text("customer,email\n" + lines)
    mapping = {"kind": "clients", "source": "file", "columns": {"customer": "customer", "email": "email"}}
    return Upload.objects.create(
        brand=brand, kind="clients", file_name="c.csv", stored_as="one", size=100, mapping=mapping,
        status="checked", foretold={"lines": LINES},
    )  # fmt: skip


class PowerCut(BaseException):
    """Ends the worker at a moment of the test's choice."""


def test_a_worker_that_dies_leaves_a_file_that_is_due_again_and_goes_on(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any, **named: Any) -> bool:
        raise PowerCut

    begin_import(upload, at=timezone.now())
    with monkeypatch.context() as patched, pytest.raises(PowerCut):
        patched.setattr(work, "note_progress", die)
        work_on_due_upload()
    kept, too_early = Client.objects.count(), work_on_due_upload()
    Upload.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    work_on_due_upload()

    upload.refresh_from_db()
    assert (kept, too_early) == (500, None)
    assert (upload.status, Client.objects.count(), upload.result["new"]["clients"]) == ("done", LINES, LINES - kept)


def test_a_pause_keeps_what_is_settled_and_the_import_goes_on_from_there(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(found: Upload, **named: Any) -> bool:
        pause_upload(Upload.objects.get(pk=found.pk))
        return note_progress(found, **named)

    begin_import(upload, at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(work, "note_progress", pressed)
        work_on_due_upload()
    upload.refresh_from_db()
    paused = (upload.status, upload.due_at, Client.objects.count())

    begin_import(upload, at=timezone.now())
    work_on_due_upload()

    upload.refresh_from_db()
    assert (paused, upload.status, Client.objects.count()) == (("paused", None, 500), "done", LINES)


def test_only_one_file_is_worked_on_at_a_time(upload: Upload) -> None:
    now = timezone.now()
    other = Upload.objects.create(
        brand=upload.brand,
        kind="clients",
        file_name="d.csv",
        stored_as="two",
        size=1,
        status="checked",
        foretold={"lines": 1},
    )
    begin_import(upload, at=now)
    begin_import(other, at=now)

    first, second = claim_due_upload(now=now), claim_due_upload(now=now)

    assert (first, second) == (upload, None)


def test_a_worker_that_lost_its_file_says_nothing_more_of_it(upload: Upload) -> None:
    begin_import(upload, at=timezone.now())
    slow = claim_due_upload(now=timezone.now())
    quick = claim_due_upload(now=timezone.now() + 2 * LEASE)
    assert slow is not None and quick is not None

    told = note_progress(slow, rows=9, bytes_read=9, at=timezone.now())
    stop_upload(slow)

    upload.refresh_from_db()
    assert (told, upload.status, upload.rows) == (False, "importing", 0)


def test_a_file_that_cannot_be_read_stops_with_its_reason(upload: Upload) -> None:
    file_of(upload).unlink()
    begin_check(upload, at=timezone.now())

    work_on_due_upload()

    upload.refresh_from_db()
    assert (upload.status, upload.error_code, upload.due_at) == ("failed", "file_missing", None)


def test_a_file_that_is_worked_on_is_not_deleted(upload: Upload) -> None:
    begin_import(upload, at=timezone.now())

    with pytest.raises(UploadError, match="upload_busy"):
        erase_upload(upload, at=timezone.now())

    assert (file_of(upload).exists(), Upload.objects.get().erased_at) == (True, None)


def test_files_are_deleted_after_their_days(upload: Upload) -> None:
    now = timezone.now()
    soon = erase_old_uploads(now + timedelta(days=29))

    late = erase_old_uploads(now + timedelta(days=31))

    assert (soon, late, file_of(upload).exists(), ImportRun.objects.count()) == (0, 1, False, 0)
