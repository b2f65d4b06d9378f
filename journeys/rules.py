"""Who may look at journeys, and who may stop them; and which messages a client asked for."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from crm.models import Brand

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models import User

# What a client asked to be told is neither held for the morning nor counted under a cap.
PURPOSES_ASKED_FOR = frozenset({"service", "stock-alerts"})
_VIEWING_ROLES = ("hq", "manager", "admin")
_PAUSING_ROLES = ("hq", "admin")


def is_asked_for(purpose: str) -> bool:
    """Whether a message of this purpose answers the client's own request."""
    return purpose in PURPOSES_ASKED_FOR


def brands_with_journeys_seen_by(user: "User | AnonymousUser") -> QuerySet[Brand]:
    """The brands whose journeys this user may look at."""
    return _brands_for(user, _VIEWING_ROLES)


def may_pause_journeys(user: "User | AnonymousUser", brand: Brand) -> bool:
    """A journey writes in every country of its brand, so headquarters of one country do not stop it."""
    return _brands_for(user, _PAUSING_ROLES, country="").filter(pk=brand.pk).exists()


def _brands_for(user: "User | AnonymousUser", roles: tuple[str, ...], **place: str) -> QuerySet[Brand]:
    if not user.is_authenticated or not user.is_active:
        return Brand.objects.none()
    memberships = user.memberships.filter(role__in=roles, **place)  # type: ignore[union-attr]
    if memberships.filter(brand=None).exists():
        return Brand.objects.all()
    return Brand.objects.filter(pk__in=memberships.values("brand"))
