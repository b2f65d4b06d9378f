"""The pairs of a whole house that may be one person, by signatures alone."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm.duplicates.bound import Bound
from crm.duplicates.pairing import Packed, pack_pairs, pair_batches

Slice = tuple[int, int]


@dataclass(frozen=True)
class Search:
    """``keys``: packed, in order. ``probability``: which a pair must be able to reach.

    ``every``: only the pairs of every so manieth place are looked at, all of its pairs with later ones.
    ``split``: only the pairs of a place below it with one not below.
    """

    keys: Packed
    bound: Bound
    probability: float
    every: int = 1
    split: int | None = None


def likely_in(search: Search, part: Slice) -> Packed:
    """The pairs of places that share a key of this part and may be one person, packed, each once."""
    found = []
    for one, other in pair_batches(search.keys[part[0] : part[1]], split=search.split):
        if search.every > 1:
            is_drawn = one % search.every == 0
            one, other = one[is_drawn], other[is_drawn]  # noqa: PLW2901
        may_be = search.bound.may_reach(one, other, search.probability)
        found.append(pack_pairs(one[may_be], other[may_be]))
    return joined(found)


def joined(parts: Iterable[Packed]) -> Packed:
    """All packed pairs once, in order."""
    found = list(parts)
    return np.unique(np.concatenate(found)) if found else np.array([], dtype=np.uint64)


def key_slices(keys: Packed, count: int) -> list[Slice]:
    """About so many parts of about one size, none of which ends within a key."""
    ends = [_start_of_key(keys, len(keys) * number // count) for number in range(1, count)]
    bounds = [0, *dict.fromkeys(ends), len(keys)]
    return [(start, stop) for start, stop in zip(bounds, bounds[1:], strict=False) if start < stop]


def _start_of_key(keys: Packed, place: int) -> int:
    if place >= len(keys):
        return len(keys)
    key: npt.NDArray[np.uint64] = keys[place] >> np.uint64(32) << np.uint64(32)
    return int(np.searchsorted(keys, key))
