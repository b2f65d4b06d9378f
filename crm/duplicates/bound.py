"""The most that two signatures can score: whoever stays under it need not be compared.

For each comparison the bits of the best level that the signatures leave possible. What is certain (equal, missing)
is counted as it is; a slip is thought possible where the sets of letters differ by no more than it can change.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from crm.duplicates.model import RAREST, Scorer
from crm.duplicates.signature import SIGNATURE, YEAR_ALONE, Signatures, name_hash

Bits = npt.NDArray[np.float32]
Places = npt.NDArray[np.integer[Any]]
Others = npt.NDArray[np.uint32]
_ONE_SLIP, _TWO_SLIPS = 2, 4
# Numbers of nine digits with one digit wrong, or two neighbours exchanged, differ by one of these.
_PHONE_SLIPS = np.array(
    sorted({times * digit * 10**place for times in (1, 9) for place in range(9) for digit in range(1, 10)})
)
_OWN_COLUMNS = 8


class BoundModel:
    """What a bound takes from a model, made ready once: the bits of the levels and of each name."""

    def __init__(self, scorer: Scorer) -> None:
        self.bits = {name: np.array(bits, dtype=np.float32) for name, bits in scorer.bits().items()}
        self.prior = np.float32(scorer.prior)
        self._rarities = {name: _rarities_by_hash(scorer, name) for name in ("given", "family")}
        self._rarest = {name: np.float32(scorer.rarity(name, RAREST)) for name in ("given", "family")}

    def rarities(self, name: str, hashes: npt.NDArray[np.uint32]) -> Bits:
        """The bits more or less that agreement in this name says, for each record."""
        keys, bits = self._rarities[name]
        if not len(keys):
            return np.zeros(len(hashes), dtype=np.float32)
        place = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
        return np.where(keys[place] == hashes, bits[place], self._rarest[name])


class Bound:
    """By one model, over one set of signatures; ``others``: columns of texts and identifiers, where there are any."""

    def __init__(self, model: BoundModel, signatures: Signatures, others: Others | None = None) -> None:
        self._bits, self._prior = model.bits, model.prior
        # Taken as so many bytes each; field by field it takes thirty times as long.
        self._rows, self._others = signatures.view(f"V{SIGNATURE.itemsize}"), others
        self._rarer = {name: model.rarities(name, signatures[name]["hash"]) for name in ("given", "family")}

    def bits(self, one: Places, other: Places) -> Bits:
        """For each pair of places, no less than log2 of the odds that they are one person."""
        mine, theirs = self._taken(one), self._taken(other)
        return self._without_names(mine, theirs, one, other) + self._names(mine, theirs, one)

    def may_reach(self, one: Places, other: Places, probability: float) -> npt.NDArray[np.bool_]:
        """For each pair of places, whether it may score so high.

        Names are looked at last: most pairs fall short of it even if they bore the same, and theirs is half the work.
        """
        # A hundredth of a bit for the rounding of single precision.
        least = np.log2(probability / (1 - probability)) - 0.01
        mine, theirs = self._taken(one), self._taken(other)
        rest = self._without_names(mine, theirs, one, other)
        reached = rest + self._most_of_names(one) >= least
        left = np.flatnonzero(reached)
        reached[left] = rest[left] + self._names_of(one[left], other[left]) >= least
        return np.asarray(reached)

    def _names_of(self, one: Places, other: Places) -> Bits:
        return self._names(self._taken(one), self._taken(other), one)

    def _taken(self, places: Places) -> Signatures:
        return self._rows.take(places).view(SIGNATURE)

    def _without_names(self, mine: Signatures, theirs: Signatures, one: Places, other: Places) -> Bits:
        total = np.full(len(mine), self._prior, dtype=np.float32)
        for name, level_bits in _LEVEL_BITS.items():
            total += level_bits(self._bits[name], mine, theirs)
        if self._others is not None:
            for column, name in enumerate(list(self._bits)[_OWN_COLUMNS:]):
                total += _others(self._bits[name], self._others[one, column], self._others[other, column])
        return total

    def _most_of_names(self, one: Places) -> Bits:
        """As if the other bore the same names."""
        each = [
            np.maximum(self._bits[name][4] + self._rarer[name][one], max(self._bits[name][:4].max(), 0))
            for name in ("given", "family")
        ]
        return np.maximum(each[0] + each[1] + max(self._bits["order"][1], 0), self._crossed())

    def _crossed(self) -> np.float32:
        """The most that names say that stand in each other's place."""
        best = max(self._bits["given"][1:].max(), 0) + max(self._bits["family"][1:].max(), 0)
        return np.float32(best + self._bits["order"][0])

    def _names(self, mine: Signatures, theirs: Signatures, one: Places) -> Bits:
        """In their own order, or exchanged, whichever allows more."""
        given = _name(self._bits["given"], mine["given"], theirs["given"], self._rarer["given"][one])
        family = _name(self._bits["family"], mine["family"], theirs["family"], self._rarer["family"][one])
        straight = given + family + max(self._bits["order"][1], 0)
        is_crossed = _is_near(mine["given"], theirs["family"]) | _is_near(mine["family"], theirs["given"])
        return np.where(is_crossed, np.maximum(straight, self._crossed()), straight)


def _name(bits: Bits, mine: Signatures, theirs: Signatures, rarer: Bits) -> Bits:
    sounds = (mine["sound"] == theirs["sound"]) | (mine["first"] == theirs["first"])
    sounds |= (mine["forms"] & theirs["forms"]) > 0
    best = np.where(sounds, bits[:3].max(), bits[:2].max())
    best = np.where(_is_near(mine, theirs), bits[:4].max(), best)
    best = np.where(mine["hash"] == theirs["hash"], bits[4] + rarer, best)
    return np.where((mine["hash"] > 0) & (theirs["hash"] > 0), best, np.float32(0))


def _is_near(mine: Signatures, theirs: Signatures) -> npt.NDArray[np.bool_]:
    """Whether the two may be a letter apart, or the same."""
    return _slips(mine["letters"], theirs["letters"]) <= _ONE_SLIP


def _slips(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return np.asarray(np.bitwise_count(one ^ other))


def _births(bits: Bits, mine: Signatures, theirs: Signatures) -> Bits:
    one, other = mine["birth"], theirs["birth"]
    apart = one ^ other
    is_year, is_month, is_day = (apart >> 16) == 0, (apart >> 8 & 0xFF) == 0, (apart & 0xFF) == 0
    digits = apart | apart >> 1
    wrong = np.bitwise_count((digits | digits >> 2) & 0x11111111)
    is_exchanged = is_year & (one >> 8 & 0xFF == other & 0xFF)
    two_parts = is_year.astype(np.int8) + is_month + is_day == 2
    best = np.where(is_year, bits[1], bits[0])
    best = np.where((wrong <= 2) | is_exchanged, bits[2:4].max(), np.where(two_parts, bits[2], best))
    is_year_alone = ((one & YEAR_ALONE) == YEAR_ALONE) | ((other & YEAR_ALONE) == YEAR_ALONE)
    best = np.where(is_year_alone, np.where(is_year, bits[1], bits[0]), np.where(apart == 0, bits[4], best))
    return np.where((one > 0) & (other > 0), best, np.float32(0))


def _emails(bits: Bits, mine: Signatures, theirs: Signatures) -> Bits:
    best = np.full(len(mine), bits[0], dtype=np.float32)
    for left, right in _slots(mine, theirs, "email"):
        one, other, box = mine["email"][:, left], theirs["email"][:, right], mine["mailbox"][:, left]
        is_near = _slips(mine["email_letters"][:, left], theirs["email_letters"][:, right]) <= _TWO_SLIPS
        is_near &= mine["email_digits"][:, left] == theirs["email_digits"][:, right]
        is_near |= (box == theirs["mailbox"][:, right]) & (box > 0)
        _raise(best, (one > 0) & (other > 0) & is_near, bits[1])
        _raise(best, (one > 0) & (one == other), bits[2])
    return _where_known(best, bits, mine, theirs, "email")


def _phones(bits: Bits, mine: Signatures, theirs: Signatures) -> Bits:
    best = np.full(len(mine), bits[0], dtype=np.float32)
    for left, right in _slots(mine, theirs, "phone"):
        one, other = mine["phone"][:, left].astype(np.int64), theirs["phone"][:, right].astype(np.int64)
        apart = np.abs(one - other)
        is_near = _PHONE_SLIPS[np.minimum(np.searchsorted(_PHONE_SLIPS, apart), len(_PHONE_SLIPS) - 1)] == apart
        _raise(best, (one > 0) & (other > 0) & is_near, bits[1])
        _raise(best, (one > 0) & (apart == 0), bits[2])
    return _where_known(best, bits, mine, theirs, "phone")


def _slots(mine: Signatures, theirs: Signatures, name: str) -> list[tuple[int, int]]:
    """Which of the two e-mails or telephones of one side meet which of the other; hardly anybody has two."""
    left, right = (range(1 + int((side[name][:, 1] > 0).any())) for side in (mine, theirs))
    return [(one, other) for one in left for other in right]


def _raise(best: Bits, where: npt.NDArray[np.bool_], bits: np.float32) -> None:
    best[where] = np.maximum(best[where], bits)


def _where_known(best: Bits, bits: Bits, mine: Signatures, theirs: Signatures, name: str) -> Bits:
    best = np.where((mine[name][:, 0] > 0) & (theirs[name][:, 0] > 0), best, np.float32(0))
    return np.where((mine["has_more"] > 0) | (theirs["has_more"] > 0), max(bits.max(), np.float32(0)), best)


def _addresses(bits: Bits, mine: Signatures, theirs: Signatures) -> Bits:
    return np.where((mine["street"] > 0) & (theirs["street"] > 0), bits.max(), np.float32(0))


def _towns(bits: Bits, mine: Signatures, theirs: Signatures) -> Bits:
    has_town, has_code = ((mine[name] > 0) & (theirs[name] > 0) for name in ("city", "postcode"))
    best = np.where(has_code & (mine["postcode"] == theirs["postcode"]), bits[2:].max(), bits[:3].max())
    best = np.where(~has_code & (mine["city"] == theirs["city"]), bits[2], best)
    return np.where(has_town | has_code, best, np.float32(0))


def _others(bits: Bits, one: Others, other: Others) -> Bits:
    best = np.where(one == other, bits[-1], bits[:-1].max())
    return np.where((one > 0) & (other > 0), best, np.float32(0))


def _rarities_by_hash(scorer: Scorer, name: str) -> tuple[npt.NDArray[np.uint32], Bits]:
    """Hashes in order, and the bits of each."""
    by_hash: dict[int, float] = {}
    for value, bits in scorer.rarities(name).items():
        by_hash[name_hash(value)] = max(bits, by_hash.get(name_hash(value), bits))
    ordered = sorted(by_hash)
    return np.array(ordered, dtype=np.uint32), np.array([by_hash[key] for key in ordered], dtype=np.float32)


_LEVEL_BITS: dict[str, Callable[[Bits, Signatures, Signatures], Bits]] = {
    "birth": _births, "email": _emails, "phone": _phones, "address": _addresses, "place": _towns,
}  # fmt: skip
