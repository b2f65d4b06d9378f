"""Whether the database is as young as the journal. An older one has forgotten erasures and withdrawals: nothing is
sent before they are carried out again."""

from enum import Enum

from consent.journal.folder import has_file, newest_names
from consent.models import JournalFile

# A few writers make files at once, whose names need not sort as they were committed.
LOOKED_AT = 100


class Standing(Enum):
    """``code, words``: what is the matter, and what to do, for whoever looks after the machines."""

    CURRENT = "current", ""
    BEHIND = "journal_behind", "The database is older than its journal: run `manage.py privacy replay`."
    MISSING = "journal_missing", "The journal's folder is not the one that was written to: bring it back."

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words


def journal_standing() -> Standing:
    """A look at one folder and two statements at most."""
    names = newest_names(LOOKED_AT)
    known = set(JournalFile.objects.filter(name__in=names).values_list("name", flat=True)) if names else set()
    if len(known) < len(names):
        return Standing.BEHIND
    last = JournalFile.objects.exclude(written_at=None).order_by("-pk").values_list("name", flat=True).first()
    return Standing.CURRENT if last is None or has_file(last) else Standing.MISSING
