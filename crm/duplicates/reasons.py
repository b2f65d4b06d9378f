"""A score in words: what agrees, what does not, the weightiest first."""

from dataclasses import dataclass

from crm.duplicates.model import Score

_WORDS = {
    "given": ("other given name", "given names resemble", "given name sounds the same or is a short form",
              "given name a letter apart", "same given name"),
    "family": ("other family name", "family names resemble", "family name sounds the same",
               "family name a letter apart", "same family name"),
    "order": ("given and family name exchanged", ""),
    "birth": ("other birth date", "same birth year", "birth date nearly the same", "birth date one slip apart",
              "same birth date"),
    "email": ("other e-mail", "e-mail nearly the same", "same e-mail"),
    "phone": ("other telephone", "telephone one digit apart", "same telephone"),
    "address": ("other address", "addresses resemble", "same street", "nearly the same address", "same address"),
    "place": ("other town", "nearby postcode", "same town or postcode", "same town and postcode"),
}  # fmt: skip
_TEXT_WORDS = ("other {}", "{} nearly the same", "same {}")
# Less than this is said by chance as often as not.
_WORTH_SAYING = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """``words``: English, no capital, no full stop. ``bits``: for one person where above 0, against it below."""

    words: str
    bits: float


def reasons_of(score: Score, names: tuple[str, ...]) -> list[Reason]:
    """The reasons of a score, those for it first, each group by weight."""
    reasons = [
        Reason(words, round(bits, 1))
        for name, level, bits in zip(names, score.pattern, score.weights, strict=True)
        if level is not None and abs(bits) >= _WORTH_SAYING and (words := _words(name, level))
    ]
    return sorted(reasons, key=lambda reason: (reason.bits < 0, -abs(reason.bits)))


def _words(name: str, level: int) -> str:
    if name in _WORDS:
        return _WORDS[name][level]
    return _TEXT_WORDS[level].format(name)
