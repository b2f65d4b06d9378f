"""What happens to an uploaded file: received, described, put to work, paused, settled, deleted."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.mapping import mapping_from
from crm.ingest.uploads.folder import delete_files_of
from crm.models import Brand, SavedMapping, Upload, User

Status = Upload.Status
# How long a worker may be silent before another takes its file. Every chunk of lines moves it on.
LEASE = timedelta(minutes=2)
# From where a check, or an import, may be asked for.
_CHECKABLE = (Status.MAPPING, Status.CHECKED, Status.FAILED)
_IMPORTABLE = (Status.CHECKED, Status.PAUSED, Status.FAILED)


class UploadError(ValueError):
    """Something that is not to be done with this file now. Codes: ``upload_busy``, ``file_erased``, ``not_checked``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def receive_upload(  # noqa: PLR0913  # what is known of a file, all named
    *, brand: Brand, kind: str, file_name: str, stored_as: str, size: int, mapping: dict[str, Any], actor: User
) -> Upload:
    """Note a file that lies in the folder already."""
    return Upload.objects.create(
        brand=brand, kind=kind, file_name=file_name[-200:], stored_as=stored_as, size=size, mapping=mapping, actor=actor
    )


def describe_upload(upload: Upload, mapping: dict[str, Any]) -> None:
    """How the file is to be read. What a check found of another mapping is forgotten. Raises UploadError."""
    _move(
        upload, (*_CHECKABLE, Status.DONE), status=Status.MAPPING, kind=mapping["kind"], mapping=mapping, foretold={},
        result={}, error_code="", error="",
    )  # fmt: skip


def begin_check(upload: Upload, *, at: datetime) -> None:
    """Have a worker read the whole file, and write nothing. Raises UploadError."""
    _begin(upload, _CHECKABLE, Status.CHECKING, at)


def begin_import(upload: Upload, *, at: datetime) -> None:
    """Have a worker import the file, or go on with it; a file that was never checked is not. Raises UploadError."""
    if not upload.foretold:
        raise UploadError("not_checked")
    _begin(upload, _IMPORTABLE, Status.IMPORTING, at)


def _begin(upload: Upload, allowed: tuple[str, ...], status: str, at: datetime) -> None:
    if upload.erased_at is not None:
        raise UploadError("file_erased")
    _move(
        upload, allowed, status=status, due_at=at, worked_at=at, rows=0, bytes_read=0, is_pausing=False,
        error_code="", error="", finished_at=None,
    )  # fmt: skip


def pause_upload(upload: Upload) -> None:
    """Ask the worker to stop after the lines that it settles now. Raises UploadError."""
    _move(upload, Upload.AT_WORK, is_pausing=True)


def claim_due_upload(*, now: datetime) -> Upload | None:
    """Take the file that has been due longest, unless another one is at work: one at a time leaves room for messages.

    Workers claim one after the other, so that a file never has two of them.
    """
    with transaction.atomic():
        lock_claims()
        due = Upload.objects.filter(due_at__lte=now).order_by("due_at", "pk").select_for_update().first()
        if due is None or Upload.objects.filter(due_at__gt=now).exists():
            return None
        due.due_at = now + LEASE
        due.save(update_fields=["due_at"])
        return due


def lock_claims() -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('crm.uploads', 7))")


def note_progress(upload: Upload, *, rows: int, bytes_read: int, at: datetime) -> bool:
    """Move the lease on, and say how far it is; False when this worker has lost the file, or is to stop."""
    mine = Upload.objects.filter(pk=upload.pk, due_at=upload.due_at, status=upload.status, is_pausing=False)
    if not mine.update(due_at=at + LEASE, rows=rows, bytes_read=bytes_read):
        return False
    upload.due_at = at + LEASE
    return True


def finish_check(upload: Upload, foretold: dict[str, Any], *, at: datetime) -> None:
    _settle(upload, Status.CHECKED, foretold=foretold, finished_at=at)


def finish_import(upload: Upload, result: dict[str, Any], *, at: datetime) -> None:
    _settle(upload, Status.DONE, result=result, finished_at=at)


def stop_upload(upload: Upload) -> None:
    """The worker stops because it was asked to. A check begins anew another time, an import goes on."""
    _settle(upload, Status.PAUSED if upload.status == Status.IMPORTING else Status.MAPPING, is_pausing=False)


def fail_upload(upload: Upload, code: str, message: str, *, at: datetime) -> None:
    """What was settled is kept, and the same file can go on from there."""
    _settle(upload, Status.FAILED, error_code=code[:40], error=message, finished_at=at)


@transaction.atomic
def erase_upload(upload: Upload, *, at: datetime) -> None:
    """Delete the file and its rejects, and keep what the history needs. Raises UploadError ``upload_busy``."""
    idle = Upload.objects.filter(pk=upload.pk, erased_at=None).exclude(status__in=Upload.AT_WORK)
    if not idle.update(erased_at=at):
        raise UploadError("upload_busy" if upload.erased_at is None else "file_erased")
    transaction.on_commit(lambda: delete_files_of(upload))


def save_mapping(brand: Brand, name: str, content: dict[str, Any], *, actor: User) -> SavedMapping:
    """Keep a mapping under a name; the same name again replaces it. Raises ImportFileError ``mapping_invalid``."""
    mapping_from(content)
    name = " ".join(name.split())[:60]
    if not name:
        raise ImportFileError("mapping_unnamed", "A mapping that is kept has a name.")
    saved, _ = SavedMapping.objects.update_or_create(
        brand=brand, kind=content["kind"], name=name, defaults={"content": content, "saved_by": actor}
    )
    return saved


def _move(upload: Upload, allowed: tuple[str, ...], **changes: Any) -> None:
    """A conditional update: two people, or a person and a worker, may press at the same moment."""
    if not Upload.objects.filter(pk=upload.pk, status__in=allowed).update(**changes):
        raise UploadError("upload_busy")
    upload.refresh_from_db()


def _settle(upload: Upload, status: str, **changes: Any) -> None:
    """By whoever still holds the lease; a worker that lost its file says nothing of it."""
    mine = Upload.objects.filter(pk=upload.pk, due_at=upload.due_at, status=upload.status)
    mine.update(status=status, due_at=None, **changes)
