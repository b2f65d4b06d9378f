"""Who may, in screens: one predicate for each door. What of the clients is seen is the query's scope."""

from django.db.models import QuerySet

from clienteling.queries.place import memberships_of, place_of
from crm.models import Boutique, Brand, Membership, User

Role = Membership.Role
WITH_CLIENTS = {Role.ADVISOR, Role.MANAGER, Role.HQ, Role.ADMIN}
WITH_IDENTITY = {Role.MANAGER, Role.HQ, Role.ADMIN}


def may_see_clients(user: User) -> bool:
    """A privacy officer works on requests and evidence, and does not browse clients."""
    return any(membership.role in WITH_CLIENTS for membership in memberships_of(user))


def may_change_identity(user: User) -> bool:
    """Make two records one, part them, take an identifier off. An advisor sees the graph and asks the manager."""
    return any(membership.role in WITH_IDENTITY for membership in memberships_of(user))


def may_decide_duplicates(user: User) -> bool:
    """An advisor sees two records and tells the manager."""
    return any(membership.role in {Role.MANAGER, Role.HQ, Role.ADMIN} for membership in memberships_of(user))


def boutique_of(user: User) -> Boutique | None:
    """The boutique where this user receives clients; None for whoever works in no boutique."""
    place = place_of(user)
    return place.boutique if place and place.role in {Role.ADVISOR, Role.MANAGER} else None


def may_see_every_brand(user: User) -> bool:
    """Group headquarters and administrators."""
    return any(
        membership.role == Role.ADMIN or (membership.role == Role.HQ and membership.brand_id is None)
        for membership in memberships_of(user)
    )


def brands_of_headquarters(user: User) -> QuerySet[Brand]:
    """The brands whose feeds and figures this user answers for; none for whoever works in a boutique."""
    if may_see_every_brand(user):
        return Brand.objects.all()
    mine = [
        membership.brand_id for membership in memberships_of(user) if membership.role == Role.HQ and membership.brand_id
    ]
    return Brand.objects.filter(pk__in=mine)
