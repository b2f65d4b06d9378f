"""Distinct words in memory: those that begin so, and those that are one slip away.

A slip is one letter too many, too few, wrong, or two swapped (Damerau-Levenshtein distance 1). It leaves one half
of the word as it is, so words that begin with the first half and words that end with the second are all there is to
compare: some hundreds of several hundred thousand.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LAST = "\U0010ffff"
# Shorter words have too many neighbours to guess from.
SHORTEST_REPAIRED = 4
MOST_REPAIRS = 40


class Vocabulary:
    """Words with about how many clients have each. One per process and database; safe among threads.

    ``clients``: about how many clients there are.
    """

    def __init__(self) -> None:
        self.clients = 0.0
        self._forwards: list[str] = []
        self._backwards: list[str] = []
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._counts)

    def learn(self, counted: Iterable[tuple[str, int]]) -> None:
        """Adds words, or takes over their new counts."""
        with self._lock:
            fresh = [word for word, count in counted if self._count(word, count)]
            if len(fresh) > 1000:
                self._forwards, self._backwards = sorted(self._counts), sorted(word[::-1] for word in self._counts)
                return
            for word in fresh:
                insort(self._forwards, word)
                insort(self._backwards, word[::-1])

    def count(self, words: Iterable[str]) -> int:
        """About how many clients have one of these words."""
        return sum(self._counts.get(word, 0) for word in words)

    def beginning_with(self, prefix: str) -> list[str]:
        with self._lock:
            return _range(self._forwards, prefix)

    def near(self, typed: str) -> list[str]:
        """The words one slip away, most frequent first; else those that begin one slip away."""
        if len(typed) < SHORTEST_REPAIRED:
            return []
        half = len(typed) // 2
        with self._lock:
            first = _range(self._forwards, typed[:half])
            last = _range(self._backwards, typed[half:][::-1])
        swapped = typed[: half - 1] + typed[half] + typed[half - 1] + typed[half + 1 :]
        candidates = {*first, *(word[::-1] for word in last), *([swapped] if swapped in self._counts else [])}
        found = _within_one_slip(typed, candidates) or _beginning_within_one_slip(typed, first)
        return sorted(found, key=lambda word: (-self._counts.get(word, 0), word))[:MOST_REPAIRS]

    def _count(self, word: str, count: int) -> bool:
        """Whether the word is new."""
        is_new = word not in self._counts
        self._counts[word] = count
        return is_new


def _range(ordered: list[str], prefix: str) -> list[str]:
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + _LAST)]


def _within_one_slip(typed: str, candidates: Iterable[str]) -> list[str]:
    alike = [word for word in candidates if abs(len(word) - len(typed)) <= 1]
    return [word for word, _, _ in process.extract(typed, alike, scorer=OSA.distance, score_cutoff=1, limit=None)]


def _beginning_within_one_slip(typed: str, candidates: list[str]) -> list[str]:
    """While a long name is still being typed: its beginning with one slip in the second half."""
    longer = [word for word in candidates if len(word) >= len(typed)]
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    heads = set(_within_one_slip(typed, {word[:length] for word in longer for length in lengths}))
    return [word for word in longer if any(word[:length] in heads for length in lengths)]
