"""The words under which a client is found, and how a name is folded to them.

``search_text`` is a line of distinct words, which the database indexes as they are (crm.search.words):

* words of the names, folded: without accents, case, or compatibility forms;
* a Chinese name in pinyin, its parts apart and together (crm.search.pinyin);
* for Chinese, Japanese and Korean every ending of a run of letters, since a prefix of an ending is any part;
* the e-mail address and the words before its @, the unique id, loyalty and card numbers, folded;
* the number that a customer base of before gave, without the brand that stands before its colon;
* a telephone number back to front behind a tilde, since its last digits are what people know.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm.search.pinyin import pinyin_words

if TYPE_CHECKING:
    from crm.models import Client

PHONE_MARK = "~"
# As much of a word as the boutiques keep.
LONGEST_WORD = 40
# Han, kana and Hangul: written without blanks between words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")
_FIGURE = re.compile(r"[0-9]")
_SEPARATORS = re.compile(r"[\W_]+")
_SPELLED_OUT = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Lower case, without accents or compatibility forms: ``ÉLODIE`` and ``Elodie`` are one."""
    if text.isascii():
        return text.lower().replace("\0", "")
    # Taken apart before and after, since some letters have a small form only then, and some small forms an accent.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(each for each in apart if each != "\0" and not unicodedata.combining(each))
    # Hangul fell apart into letters too; put its syllables together again.
    return unicodedata.normalize("NFC", plain.translate(_SPELLED_OUT))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; an e-mail address, or the beginning of one with its @, is one word."""
    words: list[str] = []
    for part in fold(text).split():
        # Most parts are one word: asked first, since it costs a tenth of the splitting.
        is_whole = part.isalnum() or "@" in part
        words += [part] if is_whole else [word for word in _SEPARATORS.split(part) if word]
    return words


def compact_word(text: str) -> str:
    """A number as cards carry it, without blanks and dashes, folded."""
    folded = fold(text)
    return folded if folded.isalnum() else _SEPARATORS.sub("", folded)


def phone_word(number: str) -> str:
    """``+33 6 39 98 00 01`` as ``~10008993633``: last digit first."""
    return PHONE_MARK + "".join(filter(str.isdecimal, number))[::-1]


def search_text_for(client: "Client", identifiers: Iterable[tuple[str, str]]) -> str:
    """The distinct words of a client, one blank between two. ``identifiers``: (namespace, normalised value)."""
    return search_line(client.uid, client.given_name, client.family_name, identifiers)


def search_line(uid: str, given_name: str, family_name: str, identifiers: Iterable[tuple[str, str]]) -> str:
    """The same without a client, for whoever writes thousands."""
    folded = fold(uid)
    words = [*_name_words(given_name, family_name), folded, folded.rsplit("-", 1)[-1]]
    for namespace, value in identifiers:
        if namespace == "phone":
            words.append(phone_word(value))
        elif namespace == "email":
            words += ["".join(fold(value).split()), *words_of(value.split("@")[0])]
        elif namespace in ("loyalty", "card"):
            words.append(compact_word(value))
        elif namespace == "crm":
            words.append(compact_word(value.split(":", 1)[-1]))
    return " ".join(dict.fromkeys(word for word in words if word))


def words_of_line(line: str, uid: str) -> list[str]:
    """The words of a line that typed letters may begin, sorted; none that begins another.

    Without addresses, whose words are there too, and the unique id; of a word with a figure, what stands before it.
    What the function crm_name_words of the database gives.
    """
    own = {uid.lower(), uid[2:].lower()}
    parts = {part for part in line.split(" ") if part and part[0] not in f"0123456789{PHONE_MARK}" and "@" not in part}
    heads = sorted({_FIGURE.split(part, maxsplit=1)[0][:LONGEST_WORD] for part in parts - own})
    return [word for word, after in zip(heads, [*heads[1:], ""], strict=False) if not after.startswith(word)]


def _name_words(given_name: str, family_name: str) -> list[str]:
    words = words_of(family_name) + words_of(given_name)
    if given_name.isascii() and family_name.isascii():
        return words
    # A Chinese name is typed whole, family name first, though it is kept in two fields.
    whole = fold(family_name + given_name)
    words += pinyin_words(fold(given_name), fold(family_name))
    return words + [run.group()[start:] for run in _UNSPACED.finditer(whole) for start in range(len(run.group()))]
