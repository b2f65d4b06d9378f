"""Which hash a row of an address is written under, while the key of the hashes changes.

What is joined by the hash (a yes and what silences its address) has to stand under one hash at every moment. So whoever
writes about an address locks it first, and carries every row of it to the key that they write under; and a process that
writes under the former key still (it knows the next one only to read) writes under the next where the address stands
there already. Nothing of this costs a statement while there is one key only.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from consent.contact_hash import (
    Contact,
    contact_hash,
    current_mark,
    first_hash,
    has_next_key,
    is_key_changing,
    later_hashes,
    mark_of,
)
from consent.rehashing.move import move
from consent.rehashing.tables import ADDRESSES, HashedTable

# As crm.identity.lock: the array is walked in order, so that every caller takes the locks in the same one.
_LOCK = """
SELECT count(pg_advisory_xact_lock(hashtextextended(name, 8)))
FROM (SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS named(name, position) ORDER BY position) AS sorted
"""


def settle_contact(channel: str, contact: str) -> str:
    return settle_contacts([(channel, contact)])[channel, contact]


def settle_contacts(contacts: Iterable[Contact], *, tables: Sequence[HashedTable] = ADDRESSES) -> dict[Contact, str]:
    """The hash that each of these stands under from now on to the end of the transaction, rows of others included.

    Lock order: after the client. Whoever settles several addresses does it in one call, before the first row.
    """
    if not is_key_changing():
        return {contact: contact_hash(*contact) for contact in contacts}
    first = {contact: first_hash(*contact) for contact in contacts}
    settled = settle_hashes(first.values(), tables=tables)
    return {contact: settled[hashed] for contact, hashed in first.items()}


def settle_hashes(hashes: Iterable[str], *, tables: Sequence[HashedTable] = ADDRESSES) -> dict[str, str]:
    """The same for hashes as they are kept; what stands under a key older than theirs is not found by them."""
    families = {hashed: later_hashes(hashed) for hashed in hashes}
    if is_key_changing() and families:
        _lock(families.values())
        return _carried(families, tables)
    return {hashed: hashed for hashed in families}


def _lock(families: Iterable[list[str]]) -> None:
    """By the newest hash, which every process knows that knows the keys."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [sorted({family[-1] for family in families})])


def _carried(families: dict[str, list[str]], tables: Sequence[HashedTable]) -> dict[str, str]:
    ahead = _ahead(families, tables) if has_next_key() else set()
    settled = {hashed: _target(family, ahead) for hashed, family in families.items()}
    former = {
        earlier: settled[hashed]
        for hashed, family in families.items()
        for earlier in family[: family.index(settled[hashed])]
    }
    for table in tables if former else ():
        move(table, former)
    return settled


def _ahead(families: dict[str, list[str]], tables: Sequence[HashedTable]) -> set[str]:
    """Of the hashes under the next key those under which something stands."""
    newest = {family[-1] for family in families.values()}
    return {
        found
        for table in tables
        for found in table.model._default_manager.filter(**{f"{table.field}__in": newest}).values_list(
            table.field, flat=True
        )
    }


def _target(family: list[str], ahead: set[str]) -> str:
    """Under the key that this process writes under, or a later one where the address stands there; never back."""
    if family[-1] in ahead:
        return family[-1]
    current = current_mark()
    return next((each for each in family if mark_of(each) == current), family[0])
