"""The vocabulary of this process, kept up with the database by what was written since the last look."""

from threading import Lock

from django.db import connection

from crm.search.vocabulary import Vocabulary

# The upper end leaves out what a restored backup brought from another server's count of transactions. Our own
# transaction may lie beyond the snapshot's end, when younger ones are still open beside it.
_NEW_WORDS = """
    SELECT word, count FROM crm_searchword
    WHERE born >= %s AND born <= greatest(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0))
"""
# All that a transaction before this one wrote is either there or never will be.
_HORIZON = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, greatest(reltuples, 0)
    FROM pg_class WHERE oid = 'crm_client'::regclass
"""


class _Known:
    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.horizon = 0
        self.lock = Lock()

    def refresh(self) -> None:
        # The horizon first: what commits between the two statements is then read twice rather than never.
        with connection.cursor() as cursor:
            cursor.execute(_HORIZON)
            horizon, self.vocabulary.clients = cursor.fetchone()
            cursor.execute(_NEW_WORDS if self.horizon else "SELECT word, count FROM crm_searchword", self._since())
            self.vocabulary.learn(cursor.fetchall())
        self.horizon = horizon

    def _since(self) -> list[int]:
        return [self.horizon] if self.horizon else []


_known: dict[str, _Known] = {}


def known_words() -> Vocabulary:
    """The vocabulary as the database has it now. Words that nobody has any more may stay in it: they find nobody."""
    known = _known.setdefault(str(connection.settings_dict["NAME"]), _Known())
    with known.lock:
        known.refresh()
    return known.vocabulary
