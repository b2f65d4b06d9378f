"""The vocabulary of the search forgets a name that nobody bears any more."""

from consent.rights.erasing.person import Person
from crm.search.upkeep import forget_words


def forget_words_of(person: Person) -> int:
    return forget_words(person.traces.words) if person.traces.words else 0
