"""The order of what is found, and how clients are walked through in it when too many are called so.

First those whose family name begins as one of the typed words, the first typed word first, and whose name has the
others; then those whose given name begins so; then those whose name sounds so, where it is not written as it sounds;
then everybody else. Among equals by name, in the order in which it was found. Each way is a range of an index that
holds all that is asked, so that a page costs the same among millions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast

from crm.search.needle import Meant, Needle

NAME, GIVEN, SOUND = "name_key", "given_key", "sound_key"
# Asked anew for each row: only where so many are known that a few rows bring one.
_KNOWN = """
    (EXISTS (SELECT FROM crm_relationship AS known WHERE known.client_id = crm_client.id AND boutique_id = ANY(%s)))
    IS TRUE
"""


@dataclass(frozen=True, slots=True)
class Way:
    """Clients whose name, in the order of ``key``, begins with ``beginning`` and has the ``others`` too."""

    key: str
    beginning: str
    others: tuple[Meant, ...]

    @property
    def condition(self) -> Q:
        """On ``key`` alone."""
        begins = Q(**{f"{self.key}__startswith": self.beginning})
        # Said again as the index of sounds says it.
        sounds = Q(sound_key__gt="") if self.key == SOUND else Q()
        return reduce(and_, (_has(self.key, other) for other in self.others), begins & sounds)

    def known_at(self, places: list[int]) -> Q:
        """The same, of those whom these boutiques know."""
        known = RawSQL(_KNOWN, [places], output_field=BooleanField())  # noqa: S611
        return self.condition & Q(known)


def ways_of(needle: Needle) -> list[Way]:
    """In order; none for what is no name. Names one slip away are looked for in one order only."""
    names = tuple(dict.fromkeys(needle.names)) if needle.is_lettered else ()
    keys = (NAME,) if any(meant.is_repaired for meant in names) else (NAME, GIVEN, SOUND)
    return [
        Way(key, beginning, tuple(other for other in names if other is not meant))
        for key in keys
        for meant in names
        for beginning in meant.beginnings
    ]


def rank_by(ways: Sequence[Way]) -> Combinable:
    """Which way leads to a client first; the number of ways for whom none does."""
    if not ways:
        # A bare number in ORDER BY would be a column's place.
        return Cast(Value(0), IntegerField())
    whens = [When(way.condition, then=Value(number)) for number, way in enumerate(ways)]
    return Case(*whens, default=Value(len(ways)), output_field=IntegerField())


def place_by(ways: Sequence[Way]) -> Combinable:
    """The name in the order of that way; family name first for whom none leads to."""
    turned = [When(way.condition, then=F(way.key)) for way in ways if way.key != NAME]
    family = [When(way.condition, then=F(NAME)) for way in ways if way.key == NAME]
    return Case(*family, *turned, default=F(NAME), output_field=CharField()) if turned else F(NAME)


def _has(key: str, meant: Meant) -> Q:
    return reduce(or_, (Q(**{f"{key}__contains": f" {beginning}"}) for beginning in meant.beginnings))
