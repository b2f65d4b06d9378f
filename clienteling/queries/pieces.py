"""What a client owns, and what would suit her from this boutique."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm.intelligence.reasons import reason_text
from crm.intelligence.recommend import for_client
from crm.models import Boutique, Brand, Client
from crm.queries.catalogue import picture_url
from crm.queries.places import Place, is_online
from crm.queries.receipts import Receipt, ReceiptLine, lines_sold


@dataclass(frozen=True)
class Bought:
    """One line of a receipt; without a picture when the catalogue does not know the piece.

    ``amount`` is None for a piece of a sister house, ``place`` then the house.
    """

    name: str
    picture: str
    at: datetime
    place: str
    amount: Decimal | None
    currency: str
    returned_at: datetime | None


@dataclass(frozen=True)
class ForClient:
    """``why`` is one line in the language of the screen."""

    name: str
    code: str
    picture: str
    why: str


def pieces_bought(receipts: Iterable[Receipt], limit: int = 6) -> list[Bought]:
    """The latest pieces, newest first; of a sister house what the reader may know. No statement."""
    return [_bought(receipt, line) for receipt, line in lines_sold(receipts)[:limit]]


def _bought(receipt: Receipt, line: ReceiptLine) -> Bought:
    return Bought(
        name=line.piece.name,
        picture=line.piece.picture,
        at=receipt.at,
        place=_place(receipt.place) if receipt.place else receipt.house,
        amount=line.amount,
        currency=receipt.currency,
        returned_at=line.returned_at,
    )


def _place(place: Place) -> str:
    return "online" if is_online(place) else place.city or place.name


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
