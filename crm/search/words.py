"""The index of search words: a tsvector made without a parser, so that every database splits words alike."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q, Value

from crm.search.text import PHONE_MARK, compact_word, words_of


class SearchWords(Func):
    """The words of a text as a tsvector. ``array_to_tsvector`` is immutable and takes words as they are."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s, ' '), ''))"
    output_field = SearchVectorField()


class MatchesWords(Func):
    """``SearchWords(text) @@ query::tsquery``: the form that the index client_by_search_word serves."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class WordQuery(Func):
    """A tsquery already written out; see ``query_of``."""

    template = "%(expressions)s::tsquery"


def clients_with_words(text: str) -> Q | None:
    """The condition that every word of the text begins a word of the client; None when it has no word."""
    query = query_of(text)
    if not query:
        return None
    return Q(MatchesWords(SearchWords("search_text"), WordQuery(Value(query))))


def query_of(text: str) -> str:
    """A tsquery of prefixes, all of which must be found; or one card number, or the end of a telephone number."""
    ways = [" & ".join(_prefix(word) for word in words_of(text))]
    if any(letter.isdigit() for letter in text) and "@" not in text:
        ways.append(_prefix(compact_word(text)))
    ways += [_prefix(PHONE_MARK + number[::-1]) for number in _phone_endings(text)]
    return " | ".join(f"({way})" for way in dict.fromkeys(ways) if way)


def _phone_endings(text: str) -> list[str]:
    """Four or more digits, written as people write telephone numbers; a long one also without its national zero."""
    # "+33 (0)6…": the zero in brackets is left out when one dials from abroad.
    digits = "".join(letter for letter in text.replace("(0)", "") if letter.isdecimal())
    if len(digits) < 4 or set(text) - set("0123456789 +-().\u00a0/"):
        return []
    return [digits, digits.lstrip("0")] if digits[0] == "0" and len(digits) >= 8 else [digits]


def _prefix(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}':*"
