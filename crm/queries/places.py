"""Where something was bought, in words."""

from dataclasses import dataclass

from crm.models import Boutique, Brand


@dataclass(frozen=True)
class Place:
    """A boutique as a line names it, read without its row."""

    name: str
    city: str
    kind: str


def is_online(boutique: Boutique | Place | None) -> bool:
    return boutique is not None and boutique.kind == Boutique.Kind.ONLINE


def place_in_words(boutique: Boutique | Place | None, brand: Brand | None = None) -> str:
    """``at rue Saint-Honoré``; ``online`` for the online shop; the brand where no boutique is known; else empty."""
    if is_online(boutique):
        return "online"
    place = boutique or brand
    return f"at {place.name}" if place else ""
