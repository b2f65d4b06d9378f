"""Where a member of staff works: read once a request, for the rail, the rules and the scope of every list."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, prefetch_related_objects

from crm.models import Membership, User


def memberships_of(user: User | AnonymousUser) -> list[Membership]:
    """The user's memberships with brand and boutique, oldest first.

    They stay on the user, so that ``Client.objects.visible_to(user)`` asks no second time.
    """
    if not isinstance(user, User):
        return []
    if "memberships" not in getattr(user, "_prefetched_objects_cache", {}):
        places = Membership.objects.select_related("brand", "boutique__brand").order_by("id")
        prefetch_related_objects([user], Prefetch("memberships", places))
    return list(user.memberships.all())


def place_of(user: User | AnonymousUser) -> Membership | None:
    """The first membership: the place whose day, stock and theme the screens show."""
    return next(iter(memberships_of(user)), None)
