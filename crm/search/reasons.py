"""Why a client was found: one short reason for each thing typed that the name itself does not show."""

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from crm.search.needle import number_beginnings
from crm.search.pinyin import pinyin_words
from crm.search.text import PHONE_MARK, fold, words_of

if TYPE_CHECKING:
    from crm.models import Client


def reasons_found(client: "Client", text: str) -> list[str]:
    """For people: ``Telephone ends 0001``, ``Sounds xiaoming``, ``Spelt laurent``. Empty where the name says it."""
    line = client.search_text.split()
    number = _number_reason(client, line, text)
    if number:
        return [number]
    reasons = [_word_reason(client, line, typed) for typed in words_of(text)]
    return list(dict.fromkeys(reason for reason in reasons if reason))


def _number_reason(client: "Client", line: list[str], text: str) -> str:
    """What the whole text begins, taken as one number."""
    uid = fold(client.uid)
    for number in number_beginnings(text):
        for word in line:
            if not word.startswith(number):
                continue
            if word.startswith(PHONE_MARK):
                return f"Telephone ends {number[:0:-1]}"
            return f"Unique id {client.uid}" if word in (uid, uid[2:]) else f"Card or number {word.upper()}"
    return ""


def _word_reason(client: "Client", line: list[str], typed: str) -> str:
    own = words_of(client.given_name) + words_of(client.family_name)
    if any(word.startswith(typed) for word in own):
        return ""
    if any(word.startswith(typed) for word in pinyin_words(fold(client.given_name), fold(client.family_name))):
        return f"Sounds {typed}"
    beginning = next((word for word in line if word.startswith(typed)), "")
    if beginning:
        return _beginning_reason(client, beginning)
    return _number_reason(client, line, typed) or _slip_reason(line, typed)


def _beginning_reason(client: "Client", word: str) -> str:
    if "@" in word:
        return f"E-mail {word}"
    if word in fold(client.uid):
        return f"Unique id {client.uid}"
    # A run of Chinese letters that the name shows, or a part of the address.
    return "" if word in fold(client.family_name + client.given_name) else f"E-mail has {word}"


def _slip_reason(line: list[str], typed: str) -> str:
    names = [word for word in line if word.isalpha()]
    nearest = min(names, key=lambda word: _slips(word, typed), default="")
    return f"Spelt {nearest}" if nearest and _slips(nearest, typed) <= 1 else ""


def _slips(word: str, typed: str) -> int:
    """The distance to the word, or to as much of it as was typed."""
    lengths = (len(word), len(typed) - 1, len(typed), len(typed) + 1)
    return min(OSA.distance(word[:length], typed) for length in lengths)
