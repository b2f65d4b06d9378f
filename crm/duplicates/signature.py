"""A record as a row of numbers: enough to say at once, of millions of pairs, which cannot be one person.

Every text stands as a 32-bit hash (equal or not), as the set of its letters (a slip changes two at most) and as the
hash of its sound. What two signatures allow is never less than what ``compare`` finds (crm.duplicates.bound).
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from crm.duplicates.nicknames import families_of
from crm.duplicates.record import Record, digits_of
from crm.duplicates.spelling import skeleton

Signatures = npt.NDArray[Any]

# Raised when the columns, their meaning or the blocking keys change: rows of another version are made anew.
VERSION = 3
_NAME = np.dtype(
    [("letters", "<u8"), ("forms", "<u8"), ("hash", "<u4"), ("sound", "<u4"), ("first", "<u4"), ("_", "<u4")]
)
SIGNATURE = np.dtype(
    [
        ("given", _NAME), ("family", _NAME), ("email_letters", "<u8", 2), ("email", "<u4", 2), ("mailbox", "<u4", 2),
        ("email_digits", "<u4", 2), ("phone", "<u4", 2), ("birth", "<u4"), ("street", "<u4"), ("number", "<u4"),
        ("city", "<u4"), ("postcode", "<u4"), ("has_more", "<u4"),
    ]
)  # fmt: skip
# Whole eights of bytes, so that numbers lie where the processor reads them at once.
assert SIGNATURE.itemsize % 8 == 0, SIGNATURE.itemsize
# What stands for month and day where only the year is known.
YEAR_ALONE = 0xFFFF
_DIGITS_OF_PHONE = 9
# Odd, with as many ones as noughts: neighbouring numbers times this have nothing in common.
_SPREAD = 0x9E3779B97F4A7C15
# 26 bits for a letter once, 26 for twice, 10 for digits, one for whatever else there is.
_ALPHABET, _ANOTHER = (1 << 26) - 1, 1 << 62
_BITS = {chr(97 + place): 1 << place for place in range(26)} | {str(digit): 1 << 52 + digit for digit in range(10)}


def signatures_of(records: Sequence[Record]) -> Signatures:
    """One row for each record."""
    return np.array([signature_of(record) for record in records], dtype=SIGNATURE)


def signature_of(record: Record) -> tuple[Any, ...]:
    """A row of ``SIGNATURE`` as a tuple. ``has_more``: there are more e-mails or telephones than it holds."""
    emails, phones = record.emails[:2], record.phones[:2]
    return (
        _name(record.given),
        _name(record.family),
        _two([_letters(email) for email in emails]),
        _two([_hash(email) for email in emails]),
        _two([_hash(_mailbox(email)) for email in emails]),
        _two([_hash(digits_of(email)) for email in emails]),
        _two([_phone(phone) for phone in phones]),
        _birth(record.birth),
        _hash(record.street),
        _hash(record.number),
        _hash(record.city),
        _hash(record.postcode),
        len(record.emails) > 2 or len(record.phones) > 2 or any(len(each) != _DIGITS_OF_PHONE for each in phones),
    )


def other_columns(records: Sequence[Record]) -> npt.NDArray[np.uint32]:
    """The hashes of texts, then identifiers, a column each; 0 where nothing is known."""
    rows = [[_hash(value) for value in (*record.texts, *record.identifiers)] for record in records]
    return np.array(rows, dtype=np.uint32).reshape(len(records), -1)


@lru_cache(maxsize=500_000)
def _name(name: str) -> tuple[int, int, int, int, int, int]:
    """A row of ``_NAME``; ``forms``: the families of short forms that its first word belongs to."""
    if not name:
        return 0, 0, 0, 0, 0, 0
    flat, first = name.replace(" ", ""), name.split(maxsplit=1)[0]
    bones = skeleton(flat)
    forms = 0
    for family in families_of(first):
        forms |= 1 << family % 64
    # A letter more or less in so short a name makes another name: these are near themselves alone.
    letters = _letters(flat) if len(flat) > 3 else _hash(flat) * _SPREAD % (1 << 64)
    return letters, forms, _hash(flat), _hash(bones) if len(bones) > 1 else 0, _hash(first), 0


def _letters(text: str) -> int:
    """Which letters it has once, which twice or more, which digits: one letter more or less is one bit more or less."""
    found = 0
    for letter in text:
        bit = _BITS.get(letter, _ANOTHER)
        found |= bit << 26 if found & bit & _ALPHABET else bit
    return found


def name_hash(name: str) -> int:
    """As it stands in a signature: without spaces, which people put or leave out."""
    return _hash(name.replace(" ", ""))


def _birth(digits: str) -> int:
    """Four bits a digit, so that what differs can be counted."""
    if not digits:
        return 0
    return int(digits, 16) if len(digits) == 8 else int(digits, 16) << 16 | YEAR_ALONE


def _mailbox(email: str) -> str:
    box = email.split("@", maxsplit=1)[0]
    return box if len(box) > 4 else ""


def _phone(phone: str) -> int:
    return int(phone) if len(phone) == _DIGITS_OF_PHONE else 0


def _two(values: list[int]) -> tuple[int, int]:
    return (values[0] if values else 0, values[1] if len(values) > 1 else 0)


def _hash(text: str) -> int:
    """0 for nothing, else a number of 32 bits, the same in every process. Spread well enough to tell values apart."""
    return (zlib.crc32(text.encode()) or 1) if text else 0
