"""What was typed, read against the vocabulary: for each word the whole words that it may mean."""

from dataclasses import dataclass, replace

from crm.search.text import PHONE_MARK, compact_word, words_of
from crm.search.vocabulary import Vocabulary

SHORTEST_NUMBER = 3
SHORTEST_PHONE = SHORTEST_UID = 4
# Up to so many clients gathered and put in order are quick enough.
FEW = 3_000
# Of the words that a misspelt one may mean, so many are looked for in the order of names.
MOST_BEGINNINGS = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """One typed word, and what it may stand for.

    ``words``: whole words of clients. ``prefixes``: beginnings of addresses and numbers. ``count``: about how many
    clients have one of the words.
    """

    typed: str
    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    count: int = 0
    is_repaired: bool = False

    @property
    def slips(self) -> tuple[str, ...]:
        """Whole words that may be meant though they do not begin as typed, the most frequent first."""
        return tuple(word for word in self.words if not word.startswith(self.typed)) if self.is_repaired else ()

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What a word of the name begins with, if it is meant: as typed, or a whole word one slip away."""
        return (self.typed, *(f"{word} " for word in self.slips[:MOST_BEGINNINGS]))


@dataclass(frozen=True, slots=True)
class Needle:
    """``names``: every one must be found. ``numbers``: or the beginning of a number, the whole text."""

    names: tuple[Meant, ...]
    numbers: tuple[str, ...]

    @property
    def may_be_repaired(self) -> bool:
        return any(not (meant.is_repaired or meant.prefixes) for meant in self.names)

    @property
    def is_common(self) -> bool:
        """Whether so many are called so that they are walked through in their order, rather than gathered."""
        return self.has_names and not self.numbers and min(meant.count for meant in self.names) > FEW

    @property
    def has_names(self) -> bool:
        return bool(self.names) and all(meant.words or meant.prefixes for meant in self.names)


def read_needle(text: str, vocabulary: Vocabulary) -> Needle:
    """What was typed as it stands; only a word that begins no word at all is repaired."""
    names = tuple(_meant(word, vocabulary) for word in words_of(text))
    return Needle(names, tuple(number_beginnings(text)))


def repaired(needle: Needle, vocabulary: Vocabulary) -> Needle:
    """The same with each name widened to the words one slip away: for when what was typed finds nobody."""
    return replace(needle, names=tuple(_widened(meant, vocabulary) for meant in needle.names))


def number_beginnings(text: str) -> list[str]:
    """Search words of which the whole text may be the beginning: card, unique id, end of a telephone number."""
    if "@" in text:
        return []
    number = compact_word(text)
    cards = [number] if len(number) >= SHORTEST_NUMBER and _has_figure(number) else []
    # A unique id is kept without its C- too.
    bare = [number[1:]] if text.strip()[:2].lower() == "c-" and len(number) > SHORTEST_NUMBER else []
    return list(dict.fromkeys([*cards, *bare, *(PHONE_MARK + ending[::-1] for ending in phone_endings(text))]))


def phone_endings(text: str) -> list[str]:
    """Four or more digits, written as people write telephone numbers; a long one also without its national zero."""
    # "+33 (0)6…": the zero in brackets is left out when one dials from abroad.
    digits = "".join(letter for letter in text.replace("(0)", "") if letter.isdecimal())
    if len(digits) < SHORTEST_PHONE or set(text) - set("0123456789 +-().\u00a0/"):
        return []
    return [digits, digits.lstrip("0")] if digits[0] == "0" and len(digits) >= 8 else [digits]


def _meant(word: str, vocabulary: Vocabulary) -> Meant:
    if "@" in word:
        return Meant(word, prefixes=(word,), count=1)
    if _has_figure(word):
        return Meant(word, prefixes=tuple(number_beginnings(word)), count=1)
    words = tuple(vocabulary.beginning_with(word))
    if words:
        return Meant(word, words, count=vocabulary.count(words))
    # No name: a unique id of letters only, or a name with a figure in it, which the vocabulary has not; or a slip.
    return replace(_widened(Meant(word), vocabulary), prefixes=(word,) if len(word) >= SHORTEST_UID else ())


def _widened(meant: Meant, vocabulary: Vocabulary) -> Meant:
    if meant.prefixes or meant.is_repaired:
        return meant
    words = tuple(dict.fromkeys([*meant.words, *vocabulary.near(meant.typed)]))
    return Meant(meant.typed, words, count=vocabulary.count(words), is_repaired=True)


def _has_figure(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
