"""Where something was bought, in words."""

from crm.models import Boutique, Brand


def is_online(boutique: Boutique | None) -> bool:
    return boutique is not None and boutique.kind == Boutique.Kind.ONLINE


def place_in_words(boutique: Boutique | None, brand: Brand | None = None) -> str:
    """``at rue Saint-Honoré``; ``online`` for the online shop; the brand where no boutique is known; else empty."""
    if is_online(boutique):
        return "online"
    place = boutique or brand
    return f"at {place.name}" if place else ""
