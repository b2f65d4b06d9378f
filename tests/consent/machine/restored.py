"""An older copy of the database takes the place of this one, and the journal says what came after it."""

from django.db import connection

from consent.journal.replay import replay_journal
from consent.journal.standing import Standing, journal_standing
from consent.journal.write import write_journal
from crm.ingest.erased import ask_again
from tests.consent.journal.backups import back_up, forget, restore


class Copy:
    """Nobody may be connected while it is made or brought back."""

    def __init__(self) -> None:
        self.name = f"{connection.settings_dict['NAME']}_machine"
        self.is_there = False

    def make(self) -> None:
        back_up(self.name)
        self.is_there = True

    def bring_back(self, *tables: str) -> None:
        """Numbers of these tables are never given again, so that the judge does not take one record for another."""
        write_journal()
        newest = {table: _newest(table) for table in tables}
        restore(self.name)
        for table, number in newest.items():
            _count_from(table, number)
        ask_again()
        assert journal_standing() in {Standing.BEHIND, Standing.CURRENT}
        replay_journal()
        assert journal_standing() is Standing.CURRENT

    def forget(self) -> None:
        if self.is_there:
            forget(self.name)


def _newest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM pg_sequences WHERE sequencename = %s", [f"{table}_id_seq"])
        [[number]] = cursor.fetchall()
        return number or 1


def _count_from(table: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s, %s)", [f"{table}_id_seq", number])
