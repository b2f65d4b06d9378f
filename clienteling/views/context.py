"""What every page knows: the member of staff's place."""

from typing import Any

from django.http import HttpRequest

from crm.models import Membership


def house(request: HttpRequest) -> dict[str, Any]:
    """``place``: the user's first membership with brand and boutique, or None for whoever is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"place": None}
    memberships = Membership.objects.filter(user=user).select_related("brand", "boutique__brand").order_by("id")
    return {"place": memberships.first()}
