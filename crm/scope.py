"""Which clients a member of staff may see, as one filter inside the query.

An advisor or manager sees the clients whom their boutique knows; headquarters those of its brand and
country; group headquarters and administrators everybody; a privacy officer works on requests and
evidence and does not browse clients. Whoever walks into a boutique is known to it from that moment:
check-in writes the relationship (docs/decisions/0004-who-sees-whom.md). Headquarters without a country see
clients who live abroad only as far as data may go to them (crm.borders, decision 33).
"""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consent.residency.regions import home_region
from crm.borders import may_be_seen_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models.people import Membership, User

NOBODY = Q(pk__in=[])


def clients_visible_to(user: "User | AnonymousUser", *, has_borders: bool = True) -> Q:
    """The condition on Client that this user's memberships give; nobody for a user without one.

    Without ``has_borders`` those abroad are among them whom the user would see if there were no border: to write down
    that they were asked for, never to show them.
    """
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    memberships = list(user.memberships.all())  # type: ignore[union-attr]
    brands = {_whole_brand(each) for each in memberships if _is_wide(each)}
    if None in brands:
        return _from_home(None, has_borders)
    places = Q(pk__in=[])
    for membership in memberships:
        places |= _place_of(membership)
    seen = _known_in(places)
    for brand_id in sorted(each for each in brands if each is not None):
        seen |= _known_in(Q(brand=brand_id)) & _from_home(brand_id, has_borders)
    return seen


def _is_wide(membership: "Membership") -> bool:
    """Not of one boutique or country: of the whole group, or of the whole brand."""
    return membership.role == "admin" or (membership.role == "hq" and not membership.country)


def _whole_brand(membership: "Membership") -> int | None:
    """None is the whole group, as administrators have it."""
    return None if membership.role == "admin" else membership.brand_id


def _place_of(membership: "Membership") -> Q:
    """The places of somebody whose clients are known where they work."""
    if membership.role in ("advisor", "manager"):
        return Q(boutique=membership.boutique_id)
    if membership.role != "hq" or not membership.country:
        return NOBODY
    return Q(country=membership.country, **({"brand": membership.brand_id} if membership.brand_id else {}))


def _known_in(places: Q) -> Q:
    return Q(Exists(apps.get_model("crm", "Relationship").objects.filter(places, client=OuterRef("pk"))))


def _from_home(brand_id: int | None, has_borders: bool) -> Q:
    if not has_borders:
        return Q()
    return may_be_seen_in(home_region(), brand_id=brand_id, at=timezone.now())
