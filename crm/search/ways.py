"""The order of what is found, and how clients are walked through in it when too many are called so.

First those whose family name begins as one of the typed words, the first typed word first, and whose name has the
others; then everybody else. Among equals by name. Each way is a range of the index client_by_name, which holds all
that is asked, so that a page costs the same among millions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast

from crm.search.needle import Meant, Needle

# A set made once, and asked for each row without leaving the order of the walk.
_AMONG = "(crm_client.id IN (SELECT client_id FROM crm_relationship WHERE boutique_id = ANY(%s))) IS TRUE"
# Asked anew for each row, for when few rows come so far.
_EACH = """
    (EXISTS (SELECT FROM crm_relationship AS known WHERE known.client_id = crm_client.id AND boutique_id = ANY(%s)))
    IS TRUE
"""


@dataclass(frozen=True, slots=True)
class Way:
    """Clients whose name begins with ``beginning`` and has the ``others`` too."""

    beginning: str
    others: tuple[Meant, ...]

    @property
    def condition(self) -> Q:
        """On ``name_key`` alone."""
        return Q(name_key__startswith=self.beginning) & self._rest

    def known_at(self, places: list[int]) -> Q:
        """The same, of those whom these boutiques know."""
        begins = Q(name_key__startswith=self.beginning)
        if not self.others:
            return begins & Q(RawSQL(_AMONG, [places], output_field=BooleanField()))  # noqa: S611
        known = RawSQL(_EACH, [places], output_field=BooleanField())  # noqa: S611
        return begins & Q(Case(When(self._rest, then=known), default=Value(False)))

    @property
    def _rest(self) -> Q:
        return reduce(and_, map(_has, self.others), Q())


def ways_of(needle: Needle) -> list[Way]:
    """In order; none for what is no name."""
    names = needle.names if needle.has_names and not any(meant.prefixes for meant in needle.names) else ()
    return [
        Way(beginning, tuple(other for other in names if other is not meant))
        for meant in dict.fromkeys(names)
        for beginning in meant.beginnings
    ]


def rank_by(ways: Sequence[Way]) -> Combinable:
    """Which way leads to a client first; the number of ways for whom none does."""
    if not ways:
        # A bare number in ORDER BY would be a column's place.
        return Cast(Value(0), IntegerField())
    whens = [When(way.condition, then=Value(number)) for number, way in enumerate(ways)]
    return Case(*whens, default=Value(len(ways)), output_field=IntegerField())


def _has(meant: Meant) -> Q:
    return reduce(or_, (Q(name_key__contains=f" {beginning}") for beginning in meant.beginnings))
