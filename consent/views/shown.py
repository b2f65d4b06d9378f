"""What a client may decide, in their words: the same on their own page and in the app of the house."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent.queries.preferences import Preference, preferences_of
from consent.subjects import Subject
from consent.views.words import known_language, words_in

if TYPE_CHECKING:
    from crm.models import Brand


@dataclass(frozen=True)
class ShownPreference:
    """``above``: the name of the purpose whose no decides here; empty where the client decides."""

    preference: Preference
    purpose: str
    channel: str
    state: str
    above: str


def shown_preferences(client: Subject, *, brand: "Brand", language: str) -> list[ShownPreference]:
    words, known = words_in(language), known_language(language)
    return [
        ShownPreference(
            preference=row,
            purpose=words.get(row.purpose, row.name),
            channel=words.get(row.channel, row.channel),
            state=words[row.state],
            above=words.get(row.above, row.above_name),
        )
        for row in preferences_of(client, brand=brand, language=known)
    ]
