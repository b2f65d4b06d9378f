"""Files that headquarters handed in: one that holds the person is deleted, with what was written of it.

A file is a copy of what a system of the house has; whoever still needs it hands it in again, without the person.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from django.utils import timezone

from consent.rights.erasing.contributions import StillWaiting
from consent.rights.erasing.person import Person
from consent.rights.erasing.sighting import Sighting
from crm.actions.uploads import UploadError, erase_upload
from crm.ingest.uploads.folder import delete_files_of, file_of, rejects_of
from crm.models import Upload


def erase_uploads_of(person: Person) -> int:
    """How many uploads named the person. Raises StillWaiting while one of them is being read."""
    sighting, gone = Sighting.of(person.traces), 0
    for upload in Upload.objects.order_by("pk").iterator():
        if any(map(sighting.is_in, _lines(upload))):
            gone += _erase(upload)
    return gone


def _erase(upload: Upload) -> int:
    try:
        if upload.erased_at is None:
            erase_upload(upload, at=timezone.now())
    except UploadError as error:
        raise StillWaiting("a file that is being imported") from error
    # Now, not with the end of a transaction: whoever looks next finds them gone.
    delete_files_of(upload)
    # What the history says of it in words may repeat a cell.
    words = {"file_name": "", "foretold": {}, "result": {}, "error": ""}
    return Upload.objects.filter(pk=upload.pk).update(**words)


def _lines(upload: Upload) -> Iterator[str]:
    """What the row says, then the files of it, a line at a time."""
    said = (upload.file_name, str(upload.foretold), str(upload.result), upload.error)
    files = (file_of(upload), rejects_of(upload, is_check=True), rejects_of(upload, is_check=False))
    return chain(said, chain.from_iterable(map(_lines_of, files)))


def _lines_of(path: Path) -> Iterable[str]:
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from file
