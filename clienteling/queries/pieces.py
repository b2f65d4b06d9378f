"""What a client owns, and what would suit her from this boutique."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm.intelligence.reasons import reason_text
from crm.intelligence.recommend import for_client
from crm.models import Boutique, Brand, Client, Purchase, PurchaseLine
from crm.queries.catalogue import picture_url
from crm.queries.places import is_online


@dataclass(frozen=True)
class Bought:
    """One line of a receipt; without a picture when the catalogue does not know the piece."""

    name: str
    picture: str
    at: datetime
    place: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class ForClient:
    """``why`` is one line in the language of the screen."""

    name: str
    code: str
    picture: str
    why: str


def pieces_bought(client: Client, limit: int = 6) -> list[Bought]:
    """The latest pieces, newest first. One statement."""
    lines = PurchaseLine.objects.filter(purchase__client=client, purchase__kind=Purchase.Kind.SALE)
    joined = lines.select_related("purchase__boutique", "purchase__brand", "variant__product__brand")
    return [_bought(line) for line in joined.order_by("-purchase__occurred_at", "number")[:limit]]


def _bought(line: PurchaseLine) -> Bought:
    product = line.variant.product if line.variant else None
    boutique = line.purchase.boutique
    return Bought(
        name=product.name_in("en") if product else line.description or line.sku,
        picture=picture_url(product) if product else "",
        at=line.purchase.occurred_at,
        place=_place(boutique) if boutique else line.purchase.brand.name,
        amount=line.amount,
        currency=line.purchase.currency,
    )


def _place(boutique: Boutique) -> str:
    return "online" if is_online(boutique) else boutique.city or boutique.name


def pieces_for(client: Client, *, brand: Brand, place: Boutique, limit: int = 3) -> list[ForClient]:
    """Recommendations in stock in this place, each with its reason; what a client has not agreed to is not used."""
    found = for_client(client, brand=brand, boutique=place, limit=limit)
    return [
        ForClient(each.product.name_in("en"), each.product.code, picture_url(each.product), reason_text(each, "en"))
        for each in found
    ]


def stock_place(brand: Brand, boutique: Boutique | None) -> Boutique | None:
    """Where to look for stock: the user's boutique, else the brand's online shop."""
    return boutique or Boutique.objects.filter(brand=brand, kind=Boutique.Kind.ONLINE).order_by("pk").first()
