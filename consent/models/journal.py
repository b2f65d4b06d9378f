"""What must survive the restoring of an older backup, on its way to files outside of the database."""

from django.db import models
from django.db.models import Q


class JournalFile(models.Model):
    """A file of the journal. The row is committed before the file is written, so that a file that the database does
    not know says one thing only: the database is older than the journal."""

    name = models.CharField(max_length=60, unique=True)
    entries = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    is_replayed = models.BooleanField(default=False, help_text="Found in the folder and carried out by a replay.")

    class Meta:
        indexes = [
            # What was being written when its worker died.
            models.Index(fields=["made_at"], condition=Q(written_at=None), name="journal_file_unwritten")
        ]

    def __str__(self) -> str:
        return self.name


class JournalEntry(models.Model):
    """That something has yet to reach a file of the journal. Triggers write it beside the row that it names, and it
    is taken off when the file is on the disk."""

    class Kind(models.TextChoices):
        DECISION = "decision", "A refusal or withdrawal"
        SUPPRESSION = "suppression", "An address that must not be written to"
        ERASURE = "erasure", "An erasure"
        RESTRICTION = "restriction", "A restriction, or its end"
        PREFERENCE = "preference", "A pause or fewer messages, or their end"
        RESIDENCE = "residence", "Where a client lives by law"
        PROTECTION = "protection", "A mark of protection"
        HOLD = "hold", "A hold against forgetting"
        ADDRESS = "address", "An address that is a client's no longer"
        CUT = "cut", "A cut of one record in two"
        KILL_SWITCH = "kill_switch", "A stop of every message, or its end"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    row = models.BigIntegerField(help_text="Its id in its own table; of a residence the client's.")
    file = models.ForeignKey(JournalFile, null=True, blank=True, on_delete=models.PROTECT, related_name="rows")

    class Meta:
        verbose_name_plural = "journal entries"
        indexes = [
            # What no file has yet, in its order.
            models.Index(fields=["id"], condition=Q(file=None), name="journal_entry_unfiled"),
            # Whether something has reached the disk.
            models.Index(fields=["kind", "row"], name="journal_entry_by_row"),
        ]
