"""Which clients a member of staff may see, as one filter inside the query.

An advisor or manager sees the clients whom their boutique knows; headquarters those of its brand and
country; group headquarters and administrators everybody; a privacy officer works on requests and
evidence and does not browse clients. Whoever walks into a boutique is known to it from that moment:
check-in writes the relationship (docs/decisions/0004-who-sees-whom.md).
"""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models.people import Membership, User

NOBODY = Q(pk__in=[])


def clients_visible_to(user: "User | AnonymousUser") -> Q:
    """The condition on Client that this user's memberships give; nobody for a user without one."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    scopes = [_scope_of(membership) for membership in user.memberships.all()]  # type: ignore[union-attr]
    if any(scope == "everybody" for scope in scopes):
        return Q()
    places = Q(pk__in=[])
    for scope in scopes:
        if isinstance(scope, Q):
            places |= scope
    relationship = apps.get_model("crm", "Relationship")
    return Q(Exists(relationship.objects.filter(places, client=OuterRef("pk"))))


def _scope_of(membership: "Membership") -> Q | str | None:
    if membership.role in ("advisor", "manager"):
        return Q(boutique=membership.boutique_id)
    if membership.role == "admin":
        return "everybody"
    if membership.role != "hq":
        return None
    if membership.brand_id is None:
        return Q(country=membership.country) if membership.country else "everybody"
    return Q(brand=membership.brand_id, **({"country": membership.country} if membership.country else {}))
