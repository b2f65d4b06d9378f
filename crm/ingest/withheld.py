"""What a sender is not told: a write key is public, and would say of any address whether the house knows it.

An address that was not taken beside a known one, a time before somebody's birth (fourteen questions find the day), and
somebody who was erased: each is counted for the house, and the answer is the one that a stranger's call has.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from crm.identity.elsewhere import ADDRESSES
from crm.ingest.calls import PreparedCall

if TYPE_CHECKING:
    from crm.ingest.store import StoreResult

# Warning to the words that the house reads beside its count.
WITHHELD = {
    "timestamp_before_birth": "It is older than whom it names, and was dated by its arrival.",
    **{
        f"{namespace}_not_taken": "The house knows from elsewhere whom it names; its new address was left aside."
        for namespace in ADDRESSES
    },
}
# So that whoever sends the same again hears of a duplicate, as of any other call.
_TAKE = """
    INSERT INTO crm_messageid (message_id) SELECT DISTINCT id COLLATE "C" FROM unnest(%s::text[]) AS id ORDER BY 1
    ON CONFLICT (message_id) DO NOTHING
"""


def sort_warnings(calls: Iterable[PreparedCall]) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """The warnings to tell, as (index, code), and those to count only, as (code, detail)."""
    said = [(call.index, code) for call in calls for code in call.warnings]
    told = [(index, code) for index, code in said if code not in WITHHELD]
    return told, [(code, WITHHELD[code]) for _, code in said if code in WITHHELD]


def answer_as_strangers(refused: Sequence[PreparedCall], result: "StoreResult") -> None:
    """Calls of which nothing is kept but their message ids are answered as accepted, or as duplicates."""
    if not refused:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [[call.message_id for call in refused]])
        new = cursor.rowcount
    result.accepted += new
    result.duplicates += len(refused) - new
