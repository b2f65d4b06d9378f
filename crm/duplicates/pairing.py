"""Which of many records are compared: those that share a key held by few."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from crm.duplicates.keys import blocking_keys, key_hash
from crm.duplicates.record import Record

# A key that more records than this share says little, and comparing all of them costs its square.
LARGEST_BLOCK = 200
# So many pairs at a time stay within the processor's cache while they are looked at.
_BATCH = 32_768

Packed = npt.NDArray[np.uint64]
Places = npt.NDArray[np.uint32]
_PLACE_BITS = np.uint64(32)
_PLACE = np.uint64(0xFFFFFFFF)


def packed_keys(records: Sequence[Record]) -> Packed:
    """Each key of each record, with the place of the record in the lower half, in order."""
    packed = [
        (key_hash(key) & 0xFFFFFFFF) << 32 | place
        for place, record in enumerate(records)
        for key in blocking_keys(record)
    ]
    return np.sort(np.array(packed, dtype=np.uint64))


def pair_batches(ordered: Packed, *, split: int | None = None) -> Iterator[tuple[Places, Places]]:
    """Pairs of places that share a key held by few, the smaller first; one that shares two keys comes twice.

    ``ordered``: packed keys in order. ``split``: only pairs of a place below it with one not below.
    """
    keys, places = _of_few(ordered)
    within = np.arange(len(keys))
    # Those so far apart in the same block, then those one further: each pair once, nobody in a loop of their own.
    for apart in range(1, LARGEST_BLOCK):
        within = within[within < len(keys) - apart]
        within = within[keys[within] == keys[within + apart]]
        for start in range(0, len(within), _BATCH):
            first = within[start : start + _BATCH]
            one, other = places[first], places[first + apart]
            if split is not None:
                across = (one < split) & (other >= split)
                one, other = one[across], other[across]
            yield one, other


def pack_pairs(one: Places, other: Places) -> Packed:
    """A number for each pair, in whose order the pairs stand by the first place, then the second."""
    return one.astype(np.uint64) << _PLACE_BITS | other


def unpack_pairs(packed: Packed) -> tuple[Places, Places]:
    return (packed >> _PLACE_BITS).astype(np.uint32), (packed & _PLACE).astype(np.uint32)


def random_pairs(count: int, size: int, *, split: int | None = None) -> Iterator[tuple[int, int]]:
    """So many pairs of different places below ``size``, the same ones each time."""
    draw = random.Random(20)  # noqa: S311 - a sample, not a secret
    if size < 2 or split in {0, size}:
        return
    for _ in range(count):
        first = draw.randrange(split if split else size)
        other = draw.randrange(split, size) if split else (first + 1 + draw.randrange(size - 1)) % size
        yield first, other


def _of_few(ordered: Packed) -> tuple[Places, Places]:
    """Keys and places of the blocks of two and more, without those that too many share."""
    keys = (ordered >> _PLACE_BITS).astype(np.uint32)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.array([], dtype=int)
    sizes = np.diff(np.append(starts, len(keys)))
    kept = np.repeat((sizes > 1) & (sizes <= LARGEST_BLOCK), sizes)
    return keys[kept], (ordered[kept] & _PLACE).astype(np.uint32)
