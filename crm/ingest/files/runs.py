"""The row that says how far a file is imported. It moves in the transaction that keeps the lines."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.tally import Tally
from crm.models import Brand, ImportRun

if TYPE_CHECKING:
    from crm.ingest.files.importing import ImportRequest


def run_sha256(file_sha256: str, mapping_sha256: str) -> str:
    """One file read by two mappings is two runs."""
    return hashlib.sha256(f"{file_sha256} {mapping_sha256}".encode()).hexdigest()


def known_run(kind: str, brand: Brand, sha256: str) -> ImportRun | None:
    return ImportRun.objects.filter(kind=kind, brand_id=brand.pk, sha256=sha256).first()


@transaction.atomic
def begin_run(request: "ImportRequest", brand: Brand, sha256: str) -> ImportRun:
    """The run of this file, new or interrupted. Waits for the last chunk of a process that is just dying."""
    name = request.file_name or request.path.name
    run, _ = ImportRun.objects.get_or_create(
        kind=request.kind, brand=brand, sha256=sha256, defaults={"file_name": name[-200:], "actor": request.actor}
    )
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def move_run(run: ImportRun, *, before: int, after: int) -> None:
    """Claim the lines after ``before`` up to ``after``; first in the transaction that keeps them.

    Raises ImportFileError ``import_running`` when another process has settled them, or finished the file.
    """
    running = ImportRun.objects.filter(pk=run.pk, position=before, status=ImportRun.Status.RUNNING)
    if not running.update(position=after):
        raise ImportFileError(
            "import_running", f"Another process imports this file too; it is past line {before}. Nothing is kept twice."
        )


def note_counts(run: ImportRun, tally: Tally, announcement: list[int]) -> None:
    """Last in the same transaction. The announcement is kept until the next chunk, in case nobody hears it."""
    ImportRun.objects.filter(pk=run.pk).update(counts={**tally.as_json(), "announcement": announcement})


def finish_run(run: ImportRun, tally: Tally, totals: dict[str, int], *, at: datetime) -> None:
    """Mark the whole file as settled, with its totals."""
    counts: dict[str, Any] = {**tally.as_json(), "totals": totals}
    ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.DONE, finished_at=at, counts=counts)
