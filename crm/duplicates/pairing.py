"""Which of many records are compared: those that share a key held by few."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from crm.duplicates.keys import blocking_keys
from crm.duplicates.record import Record

# A key that more records than this share says little, and comparing all of them costs its square.
LARGEST_BLOCK = 200


def candidate_pairs(records: Sequence[Record], *, split: int | None = None) -> Iterator[tuple[int, int]]:
    """Distinct pairs of places, the smaller first. ``split``: only pairs of a place below it with one not below."""
    blocks: dict[str, list[int]] = defaultdict(list)
    seen: list[set[int]] = [set() for _ in records]
    for place, record in enumerate(records):
        for key in blocking_keys(record):
            blocks[key].append(place)
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            for index, first in enumerate(block):
                seen[first].update(block[index + 1 :])
    for first, others in enumerate(seen):
        yield from ((first, other) for other in sorted(others) if split is None or first < split <= other)


def random_pairs(count: int, size: int, *, split: int | None = None) -> Iterator[tuple[int, int]]:
    """So many pairs of different places below ``size``, the same ones each time."""
    draw = random.Random(20)  # noqa: S311 - a sample, not a secret
    for _ in range(count if size > 1 else 0):
        first = draw.randrange(split if split else size)
        other = draw.randrange(split, size) if split else (first + 1 + draw.randrange(size - 1)) % size
        yield first, other
