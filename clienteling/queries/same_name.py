"""Looks at clients who bear the family name of whoever looked.

How much such a look says depends on how rare the name is in the house. Of a name that few bear it is a sign by itself.
Of one that many bear (Wang, Kim, Martin) it is chance, and a sign only where somebody comes back to the same client on
several days, who is not their own. Names are compared without case and accents, a Chinese one by its sound too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clienteling.queries.access_signs import Sign, rows_of, s, sign_of, strongest
from crm.models import User
from crm.queries.name_bearers import is_rare
from crm.search.pinyin import syllables_of
from crm.search.text import fold, words_of

# Of a name that many bear: looks on so many days of the span.
DAYS_OF_A_HABIT = 3
# The client's line of words narrows; the names are compared afterwards, since a word may be a given name.
_LOOKS = """
SELECT person.id, person.email, person.first_name, person.last_name, (entry.at AT TIME ZONE 'UTC')::date,
    client.uid, client.id, client.family_name, count(*),
    EXISTS (SELECT FROM crm_relationship AS own WHERE own.client_id = client.id AND own.advisor_id = person.id)
FROM unnest(%(users)s::bigint[], %(words)s::text[]) AS borne (user_id, word)
JOIN consent_accessentry AS entry ON entry.user_id = borne.user_id AND entry.at >= %(since)s AND entry.at < %(until)s
JOIN crm_client AS client ON client.id = entry.client_id
    AND strpos(' ' || client.search_text || ' ', ' ' || borne.word || ' ') > 0
JOIN crm_user AS person ON person.id = entry.user_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ORDER BY 5, 1, 7
"""


@dataclass(frozen=True)
class _Look:
    """At one client on one day. ``who``: the person and the day, as every sign begins."""

    who: Sequence[Any]
    uid: str
    client_id: int
    family_name: str
    looks: int
    is_own: bool

    @property
    def key(self) -> tuple[date, int, int]:
        return self.who[4], self.who[0], self.client_id


def same_name_signs(staff: Sequence[int], span: dict[str, Any]) -> list[Sign]:
    """``span``: since and until. Two statements, and two for each name."""
    looks = _looks_at_namesakes(staff, span)
    rare = {words: is_rare(words) for words in {_sounds_as(each.family_name) for each in looks}}
    by_chance = [each for each in looks if not rare[_sounds_as(each.family_name)]]
    signs = [_once(each) for each in looks if rare[_sounds_as(each.family_name)]] + list(_habits(by_chance))
    return list(strongest(signs))


def _looks_at_namesakes(staff: Sequence[int], span: dict[str, Any]) -> list[_Look]:
    named = User.objects.filter(pk__in=staff).exclude(last_name="").values_list("pk", "last_name")
    borne = [(pk, max(words, key=len)) for pk, name in named for words in _forms(name)]
    users, words = [pk for pk, _ in borne], [word for _, word in borne]
    rows = rows_of(_LOOKS, {**span, "users": users, "words": words})
    looks = [_Look(row[:5], *row[5:]) for row in rows]
    # Found by its letters and by its sound, it is one.
    found = {each.key: each for each in looks if _forms(each.who[3]) & _forms(each.family_name)}
    return list(found.values())


def _forms(name: str) -> set[tuple[str, ...]]:
    """The folded words of a name, and how it sounds; nothing where it has no letter."""
    return {words for words in (tuple(words_of(name)), _sounds_as(name)) if words}


def _sounds_as(name: str) -> tuple[str, ...]:
    return ("".join(syllables_of(fold(name))),) if syllables_of(fold(name)) else tuple(words_of(name))


def _once(look: _Look) -> Sign:
    words = f"{look.looks} look{s(look.looks)} at {look.uid}, of the same family name, which few bear."
    return sign_of("same_name", look.who, words, look.client_id)


def _habits(looks: Sequence[_Look]) -> Iterator[Sign]:
    """The day is the third: who comes back on a fourth is the same sign."""
    days: dict[tuple[int, int], list[_Look]] = defaultdict(list)
    for look in looks:
        if not look.is_own:
            days[look.who[0], look.client_id].append(look)
    for found in days.values():
        if len(found) >= DAYS_OF_A_HABIT:
            third = found[DAYS_OF_A_HABIT - 1]
            words = f"Looks on {len(found)} days at {third.uid}, of the same family name, and not their own client."
            yield sign_of("same_name", third.who, words, third.client_id)
