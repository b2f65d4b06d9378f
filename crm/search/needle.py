"""What was typed, read against the vocabulary: for each word the whole words that it may mean."""

from dataclasses import dataclass, replace

from crm.search.text import PHONE_MARK, compact_word, words_of
from crm.search.vocabulary import Words, words_begun, words_near

SHORTEST_NUMBER = 3
SHORTEST_PHONE = SHORTEST_UID = 4
# Up to so many clients gathered and put in order are quicker than a walk through the names.
FEW = 300
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
    """``names``: every one must be found. ``numbers``: or the beginning of a number, the whole text.

    ``clients``: about how many there are.
    """

    names: tuple[Meant, ...]
    numbers: tuple[str, ...]
    clients: int = 0

    @property
    def may_be_repaired(self) -> bool:
        return any(not (meant.is_repaired or meant.prefixes) for meant in self.names)

    @property
    def is_lettered(self) -> bool:
        """Whether letters of names were typed and nothing else."""
        return self.has_names and not self.numbers and not any(meant.prefixes for meant in self.names)

    @property
    def is_common(self) -> bool:
        """Whether so many are called so that they are walked through in their order, rather than gathered."""
        expected = float(self.clients)
        for meant in self.names:
            expected *= min(1.0, meant.count / max(self.clients, 1))
        return self.is_lettered and expected > FEW

    @property
    def has_names(self) -> bool:
        return bool(self.names) and all(meant.words or meant.prefixes for meant in self.names)


def read_needle(text: str) -> Needle:
    """What was typed as it stands; only a word that begins no word at all is repaired."""
    typed = words_of(text)
    begun, clients = words_begun([word for word in typed if _is_name(word)])
    names = tuple(_meant(word, begun.get(word, Words())) for word in typed)
    return Needle(names, tuple(number_beginnings(text)), clients)


def repaired(needle: Needle) -> Needle:
    """The same with each name widened to the words one slip away: for when what was typed finds nobody."""
    return replace(needle, names=tuple(map(_widened, needle.names)))


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


def _meant(word: str, begun: Words) -> Meant:
    if "@" in word:
        return Meant(word, prefixes=(word,), count=1)
    if _has_figure(word):
        return Meant(word, prefixes=tuple(number_beginnings(word)), count=1)
    if begun.words:
        return Meant(word, begun.words, count=begun.count)
    # No name: a unique id of letters only, or a name with a figure in it, which the vocabulary has not; or a slip.
    return replace(_widened(Meant(word)), prefixes=(word,) if len(word) >= SHORTEST_UID else ())


def _widened(meant: Meant) -> Meant:
    if meant.prefixes or meant.is_repaired:
        return meant
    near = words_near(meant.typed)
    words = tuple(dict.fromkeys([*meant.words, *near.words]))
    return Meant(meant.typed, words, count=meant.count + near.count, is_repaired=True)


def _is_name(word: str) -> bool:
    return "@" not in word and not _has_figure(word)


def _has_figure(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
