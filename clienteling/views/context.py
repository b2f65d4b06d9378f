"""What every page knows: the member of staff's place, and the light to show it in."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from clienteling.queries.place import place_of
from clienteling.views.single_keys import has_single_keys
from clienteling.views.theme import chosen_theme


def house(request: HttpRequest) -> dict[str, Any]:
    """``place``: the user's first membership with brand and boutique, or None for whoever is not logged in.

    ``chosen_theme``: the light that was chosen on this device, if any; ``has_single_keys``: whether letters alone do
    something there.
    """
    return {
        "place": place_of(getattr(request, "user", AnonymousUser())),
        "chosen_theme": chosen_theme(request),
        "has_single_keys": has_single_keys(request),
    }
