"""A worker takes the file that is due, and checks or imports it.

1. Claim: a conditional update with a lease. 2. Read and keep chunk by chunk; each moves the lease on and says how far
it is. 3. Settle: checked, imported, paused or stopped with a reason. A worker that dies leaves a lease that runs out,
and the next one goes on after the last settled line.
"""

import logging
import time
from dataclasses import dataclass

from django.utils import timezone

from crm.actions.uploads import claim_due_upload, fail_upload, finish_check, finish_import, note_progress, stop_upload
from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.importing import ImportReport, ImportRequest, import_file
from crm.ingest.files.mapping import mapping_from
from crm.ingest.uploads.folder import file_of, rejects_of
from crm.ingest.uploads.outcome import findings_of
from crm.models import Upload

logger = logging.getLogger(__name__)


class _Stopped(Exception):
    """Somebody asked to pause, or another worker has the file."""


@dataclass
class _Work:
    upload: Upload
    is_check: bool
    rows: int = 0

    def progress(self, rows: int, position: int) -> None:
        if not note_progress(self.upload, rows=rows, bytes_read=position, at=timezone.now()):
            raise _Stopped

    def request(self) -> ImportRequest:
        upload = self.upload
        return ImportRequest(
            kind=upload.kind,
            path=file_of(upload),
            mapping_path=None,
            brand_code=upload.brand.code,
            is_dry=self.is_check,
            rejects_path=rejects_of(upload, is_check=self.is_check),
            mapping=mapping_from(upload.mapping),
            file_name=upload.file_name,
            actor=upload.actor,
        )


def work_on_due_upload() -> Upload | None:
    """Check or import the file that is due; None when there is none, or one is at work already."""
    upload = claim_due_upload(now=timezone.now())
    if upload is None:
        return None
    work = _Work(upload, is_check=upload.status == Upload.Status.CHECKING)
    started = time.monotonic()
    try:
        _finish(work, import_file(work.request(), work.progress), time.monotonic() - started)
    except _Stopped:
        stop_upload(upload)
    except ImportFileError as error:
        fail_upload(upload, error.code, error.message, at=timezone.now())
    except Exception:
        # Whatever it is, it is told on the screen and in the log: the file would else be tried again for ever.
        logger.exception("upload %d stopped", upload.pk)
        message = "Something that was not foreseen. What was settled is kept; it can go on from there."
        fail_upload(upload, "unexpected", message, at=timezone.now())
    return upload


def _finish(work: _Work, report: ImportReport, seconds: float) -> None:
    finish = finish_check if work.is_check else finish_import
    finish(work.upload, findings_of(report, seconds), at=timezone.now())
