"""How a name becomes part of an address."""

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "ø": "o", "ß": "ss", "æ": "ae"})


def address_part(name: str) -> str:
    """Lower-case ASCII letters of a Latin name."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", folded)
