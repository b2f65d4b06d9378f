"""Whether a line of text names the person: for files and sessions, which no look-up leads to."""

import re
import unicodedata
from dataclasses import dataclass

from consent.rights.erasing.person import Traces

# A telephone is written in many ways; these last digits are the same in all of them.
_DIGITS = 9
_NOT_A_DIGIT = re.compile(r"\D+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Sighting:
    """``texts``: folded, any of which names the person; ``numbers``: the last digits of telephones; ``names``: sets
    of words that name the person where all of them stand on one line."""

    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, traces: Traces) -> "Sighting":
        values = [value for namespace, value in traces.identifiers if namespace not in ("phone", "crm")]
        # The number that a customer base gave stands in its files without the brand before it.
        records = [value.partition(":")[2] or value for namespace, value in traces.identifiers if namespace == "crm"]
        phones = [_NOT_A_DIGIT.sub("", value) for namespace, value in traces.identifiers if namespace == "phone"]
        whole = [_words(f"{given} {family}") for given, family in traces.names if given and family]
        return cls(
            tuple(sorted({_folded(each) for each in (*values, *traces.uids) if len(each) > 3})),
            tuple(sorted({each[-_DIGITS:] for each in phones if len(each) >= _DIGITS})),
            tuple(dict.fromkeys([*whole, *(_words(each) for each in records if len(each) > 3)])),
        )

    def is_in(self, line: str) -> bool:
        folded = _folded(line)
        if any(each in folded for each in self.texts):
            return True
        words = _words(folded)
        if any(each and each <= words for each in self.names):
            return True
        return bool(self.numbers) and self._is_rung_in(folded)

    def _is_rung_in(self, folded: str) -> bool:
        digits = _NOT_A_DIGIT.sub("", folded)
        return any(each in digits for each in self.numbers)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_folded(text)))
