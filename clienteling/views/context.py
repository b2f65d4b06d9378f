"""What every page knows: the member of staff's place."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from clienteling.queries.place import place_of


def house(request: HttpRequest) -> dict[str, Any]:
    """``place``: the user's first membership with brand and boutique, or None for whoever is not logged in."""
    return {"place": place_of(getattr(request, "user", AnonymousUser()))}
