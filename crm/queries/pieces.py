"""A piece of the catalogue inside a JSON row: what a line of a list shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from crm.models import Product, Variant

_FIELDS = {
    "names": "names",
    "code": "code",
    "house": "brand__code",
    "category": "category__code",
    "colour": "colour",
    "material": "material",
}


@dataclass(frozen=True)
class Piece:
    """``picture`` is an address, empty when the catalogue does not know the piece."""

    name: str
    code: str = ""
    picture: str = ""
    category: str = ""
    colour: str = ""
    material: str = ""


def piece_of(variant: str = "variant") -> Subquery:
    """The product of a row's variant as one JSON object, NULL where the catalogue does not know it."""
    return Subquery(Product.objects.filter(pk=OuterRef(f"{variant}__product")).values(found=JSONObject(**_FIELDS))[:1])


def piece_by_sku(sku: str) -> Subquery:
    """The same for a row that knows a SKU only, under this name."""
    fields = {name: f"product__{path}" for name, path in _FIELDS.items()}
    return Subquery(Variant.objects.filter(sku=OuterRef(sku)).values(found=JSONObject(**fields))[:1])


def piece_from(found: Mapping[str, Any] | None, *, otherwise: str, language: str = "en") -> Piece:
    """The piece of such an object; ``otherwise`` is its name where the catalogue does not know it."""
    if not found:
        return Piece(otherwise)
    return Piece(
        name=Product(names=found["names"], code=found["code"]).name_in(language),
        code=found["code"],
        picture=f"/pictures/{found['house']}/{found['code']}.svg",
        category=found["category"] or "",
        colour=found["colour"],
        material=found["material"],
    )
