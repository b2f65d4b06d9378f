"""What the houses of a group share of a client, and what stays where it was written (decision 18).

``clients_visible_to`` says which clients somebody sees; this says how much of each. Shared by all: who the client
is, tastes, sizes, key dates. A purchase of a sister house is a day, a house and a category, never a price or a
piece. Everything else (wishes, carts, repairs, answers, messages, consents, segments, scores, loyalty, browsing)
stays in its house; the words of a conversation and a shared note stay in the boutique that wrote them.

It is one condition inside each query, so that what is not shared is not read. The queries are compiled once
(clienteling.lib.compiled): a condition names what it asks for, and ``Reach.given`` gives it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable

from clienteling.lib.compiled import IsOneOf, given_id

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models.people import User


@dataclass(frozen=True)
class Reach:
    """The houses and boutiques whose knowledge somebody reads. ``every_house``: headquarters of the group.

    ``user``: whose eyes these are, for what one wrote oneself; None for a machine.
    """

    every_house: bool = False
    brands: frozenset[int] = frozenset()
    boutiques: frozenset[int] = frozenset()
    user: int | None = None

    @property
    def given(self) -> dict[str, Any]:
        """What the conditions below ask for, by name: the same condition serves every reader of one shape."""
        return {"houses": sorted(self.brands), "boutiques": sorted(self.boutiques), "reader": self.user}

    def of_house(self, field: str = "brand") -> Q:
        """Rows of the houses that are read; ``field`` leads from the row to its house."""
        return Q() if self.every_house else Q(IsOneOf(field, "houses"))

    def of_house_or_group(self, field: str = "brand") -> Q:
        """The same, and rows that no house wrote."""
        return Q() if self.every_house else Q(IsOneOf(field, "houses")) | Q(**{f"{field}__isnull": True})

    def of_boutique(self, field: str = "boutique") -> Q:
        """Rows of the boutiques where one works. Headquarters read what boutiques counted, not what they wrote."""
        return Q(IsOneOf(field, "boutiques"))

    def if_ours(self, value: str | Combinable, field: str = "brand") -> Combinable:
        """The value in rows of the houses that are read, NULL in all others."""
        found = F(value) if isinstance(value, str) else value
        return found if self.every_house else Case(When(self.of_house(field), then=found))

    def if_of_boutique(self, value: str, *, author: str, field: str = "boutique") -> Combinable:
        """The text in rows of one's own boutiques and in one's own rows, an empty one in all others."""
        where = Q(**{author: given_id("reader")}) | self.of_boutique(field)
        return Case(When(where, then=F(value)), default=Value(""), output_field=CharField())


EVERY_HOUSE = Reach(every_house=True)


def reach_of(user: "User | AnonymousUser") -> Reach:
    """From the memberships; nothing for whoever has none, or works on requests and evidence only."""
    if not user.is_authenticated or not user.is_active:
        return Reach()
    # A privacy officer has a membership, and no client to look at.
    places = [each for each in user.memberships.all() if each.role != "privacy"]  # type: ignore[union-attr]
    return Reach(
        every_house=any(each.role == "admin" or (each.role == "hq" and each.brand_id is None) for each in places),
        brands=frozenset(each.brand_id for each in places if each.brand_id is not None),
        boutiques=frozenset(each.boutique_id for each in places if each.boutique_id is not None),
        user=user.pk,
    )
