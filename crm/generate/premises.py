"""What there is to buy and where, for the makers of rows; without Django, since other processes make rows too."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# What COPY reads as nothing.
NULL = "\\N"
ZONES = {
    "FR": "Europe/Paris", "IT": "Europe/Rome", "GB": "Europe/London", "US": "America/New_York", "DE": "Europe/Berlin",
    "CN": "Asia/Shanghai", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "AE": "Asia/Dubai", "GR": "Europe/Athens",
    "UA": "Europe/Kyiv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A boutique and who advises there; an online shop has nobody."""

    boutique_id: int
    brand_id: int
    country: str
    advisors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    variant_id: int
    sku: str
    name: str
    category: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Premises:
    """``shops``: the online shop of each brand. ``homes``: boutiques by country. The rest by brand."""

    shops: dict[int, Home]
    homes: dict[str, list[Home]]
    sources: dict[int, int]
    pieces: dict[int, list[Piece]]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a process must know to make any row: ids of clients and purchases, and how many interactions.

    ``mark`` tells the message ids of one run from those of another.
    """

    premises: Premises
    seed: int
    now: datetime
    clients: range
    purchases: range
    interactions: int
    mark: str
