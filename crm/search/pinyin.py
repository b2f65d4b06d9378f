"""How Chinese names sound, in the letters that people type: pinyin without tones."""

from functools import lru_cache

from pypinyin import lazy_pinyin


@lru_cache(maxsize=65_536)
def syllables_of(run: str) -> tuple[str, ...]:
    """One syllable for each Chinese character; nothing for a run with any other letter."""
    if not all("\u3400" <= letter <= "\u9fff" for letter in run):
        return ()
    return tuple(lazy_pinyin(run, errors="ignore"))


def pinyin_words(given_name: str, family_name: str) -> list[str]:
    """``王`` and ``小明``: wang, xiaoming, xiao, ming, and both together in either order."""
    given, family = syllables_of(given_name), syllables_of(family_name)
    if not given or not family:
        return list(given or family)
    one, other = "".join(family), "".join(given)
    return [one, other, *given, one + other, other + one]
