"""From the database into the files: first the name of a file is committed, then the file is written."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from consent.journal.folder import new_name, write_file
from consent.journal.lines import lines_of
from consent.journal.standing import Standing, journal_standing
from consent.models import JournalEntry, JournalFile

# Lines of a file.
AT_ONCE = 1_000
# After this whoever was writing a file is dead: another writes it whole, under the same name.
GIVEN_UP_AFTER = timedelta(minutes=1)


def write_journal(*, now: datetime | None = None) -> int:
    """Everything that waits, file by file; how many entries. Any number of workers may, at once.

    Nothing while the folder is not the one that was written before: an empty folder in its place would hide that.
    """
    moment, written = now or timezone.now(), 0
    if journal_standing() == Standing.MISSING:
        return 0
    for left in JournalFile.objects.filter(written_at=None, made_at__lt=moment - GIVEN_UP_AFTER).order_by("pk"):
        written += _write(left, moment)
    while file := _claim(moment):
        written += _write(file, moment)
    return written


@transaction.atomic
def _claim(at: datetime) -> JournalFile | None:
    waiting = JournalEntry.objects.select_for_update(skip_locked=True).filter(file=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return None
    file = JournalFile.objects.create(name=new_name(at), entries=len(ids), made_at=at)
    JournalEntry.objects.filter(pk__in=ids).update(file=file)
    return file


@transaction.atomic
def _write(file: JournalFile, at: datetime) -> int:
    """Held while it is written: whoever comes second would find no rows, and write it anew without its lines."""
    held = JournalFile.objects.select_for_update(skip_locked=True).filter(pk=file.pk, written_at=None).first()
    if held is None:
        return 0
    write_file(held.name, lines_of(list(held.rows.order_by("pk"))))
    JournalFile.objects.filter(pk=held.pk).update(written_at=at)
    return held.rows.all().delete()[0]
