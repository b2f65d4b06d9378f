"""Blocking keys: two records are compared only when they share one.

Each kind of mistake leaves some key whole: a moved house keeps name and birth date, a married name keeps given
name and birth date, a misspelling keeps the consonants, swapped names keep their sorted pair.
"""

import zlib
from collections.abc import Iterator

from crm.duplicates.record import Record, digits_of
from crm.duplicates.spelling import skeleton


def blocking_keys(record: Record) -> list[str]:
    """The distinct keys of a record, in an order that does not change."""
    return list(dict.fromkeys(_keys(record)))


def key_hash(key: str) -> int:
    """A key as a signed number of 32 bits, as the index holds it. Where two meet, a pair is compared in vain."""
    return (zlib.crc32(key.encode()) ^ 0x80000000) - 0x80000000


def _keys(record: Record) -> Iterator[str]:
    yield from (f"email:{value}" for value in record.emails)
    yield from (f"mailbox:{_heard(box)}" for value in record.emails if len(box := value.split("@")[0]) > 4)
    yield from (f"phone:{value}" for value in record.phones)
    yield from (f"id{place}:{value}" for place, value in enumerate(record.identifiers) if value)
    bones = [skeleton(name.split()[0])[:6] for name in (record.given, record.family) if name]
    yield from _name_keys(record, bones)
    yield from _place_keys(record, bones)


def _heard(mailbox: str) -> str:
    """Without the slips that leave consonants and digits as they are."""
    letters = "".join(letter for letter in mailbox if letter.isalpha())
    return f"{skeleton(letters)}|{digits_of(mailbox)}"


def _name_keys(record: Record, bones: list[str]) -> Iterator[str]:
    if len(bones) == 2:
        yield "names:" + "|".join(sorted(bones))
        # A letter lost or changed after the beginning changes the consonants: the beginnings then still stand.
        yield "starts:" + "|".join(sorted((record.given[:3], record.family[:3])))
    if len(record.birth) != 8:
        return
    day, month_day, year_month = record.birth, record.birth[4:], record.birth[:6]
    yield from (f"born:{day}|{bone[:1]}" for bone in bones)
    yield from (f"day:{month_day}|{bone}" for bone in bones)
    yield from (f"month:{year_month}|{bone}" for bone in bones)


def _place_keys(record: Record, bones: list[str]) -> Iterator[str]:
    if record.postcode:
        yield from (f"post:{record.postcode}|{bone}" for bone in bones)
        if record.number:
            yield f"door:{record.postcode}|{record.number}"
        if len(record.birth) == 8:
            yield f"here:{record.postcode}|{record.birth[4:]}"
    if record.city and len(record.birth) == 8:
        yield f"town:{record.city[:5]}|{record.birth[2:]}"
    if record.city:
        yield from (f"town:{record.city[:5]}|{bone}" for bone in bones[-1:])
    longest = max(record.street.split(), key=len, default="")
    if longest and record.number:
        yield f"house:{skeleton(longest)}|{record.number}"
    if longest and record.city:
        yield f"street:{skeleton(longest)}|{record.city[:4]}"
