"""One spelling for every script, and the bones of a word that survive how it is written down."""

import re
from functools import lru_cache

from anyascii import anyascii

from crm.search.text import fold

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_REPEATED = re.compile(r"(.)\1+")
# Written differently, heard alike, whichever alphabet the name came from. The longer first.
_SOUNDS = [
    ("sch", "s"), ("tch", "c"), ("tsch", "c"), ("dzh", "j"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("z", "s"), ("w", "v"), ("dj", "j"), ("mb", "m"),
]  # fmt: skip
_VOWELS = re.compile(r"[aeiouyj]")


@lru_cache(maxsize=200_000)
def latin_words(text: str) -> tuple[str, ...]:
    """Folded words in Latin letters: Han as pinyin, Cyrillic, Greek, Arabic, kana and Hangul as they sound."""
    # Accents go before the letters are spelled out, so that "ü" is "u" in every script.
    plain = anyascii(fold(text)).lower().replace("'", "").replace("`", "")
    return tuple(word for word in _NOT_WORD.split(plain) if word)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants as heard, after the first letter's own: Mohammed, Muhamad and محمد are ``mhmd``.

    A word of vowels alone keeps them.
    """
    heard = word
    for written, sound in _SOUNDS:
        heard = heard.replace(written, sound)
    bones = _REPEATED.sub(r"\1", _VOWELS.sub("", heard))
    return bones or heard
