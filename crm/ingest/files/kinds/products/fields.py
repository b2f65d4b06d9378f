"""The columns of a products file: one line is one variant, at one price."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug

from crm.ingest.files.cells import shown
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, country, currency, flag, listed, long_text, money, text, whole
from crm.ingest.files.records import Values

TAG_LONGEST = 40
PRODUCT_FIELDS = (
    Field("sku", "The article's own code", text(60), is_required=True),
    Field("code", "Code of the product that it is a variant of; without it, the SKU", text(60)),
    Field("name", "Name", text(200)),
    Field("name.", "Name in a language: name.fr", text(200)),
    Field("description", "Description", long_text(5000)),
    Field("description.", "Description in a language: description.fr", long_text(5000)),
    Field("category", "Code of the category", text(60)),
    Field("category_name", "Name of the category", text(80)),
    Field("collection", "Collection", text(80)),
    Field("material", "Material", text(40)),
    Field("colour", "Colour", text(40)),
    Field("tags", "Tags, such as gift", listed(TAG_LONGEST), empty=()),
    Field("picture", "Address or path of the picture", text(500)),
    Field("label", "Size or other choice of the variant", text(60)),
    Field("barcode", "Bar code", text(20)),
    Field("position", "Place among the variants", whole(least=0, most=32_767), empty=None),
    Field("price", "Price", money, looks="number", empty=None),
    Field("currency", "Currency of the price", currency, looks="currency"),
    Field("country", "Country of the price; without it, wherever the currency is used", country, looks="country"),
    Field("is_active", "Whether it is sold", flag, empty=None),
)  # fmt: skip


@dataclass(frozen=True)
class ProductRow:
    """``product`` and ``variant``: what the row says of each, empty values for nothing."""

    code: str
    sku: str
    category: str
    category_name: str
    product: dict[str, Any]
    names: dict[str, str]
    descriptions: dict[str, str]
    variant: dict[str, Any]
    price: Decimal | None
    currency: str
    country: str


def product_row(values: Values, *, language: str, currency: str, sku_prefix: str) -> ProductRow:
    """Raises CellError ``category_invalid``, ``picture_invalid``."""
    sku = sku_prefix + values["sku"]
    facts = {name: values[name] for name in ("collection", "material", "colour", "is_active")}
    return ProductRow(
        code=values["code"] or values["sku"],
        sku=sku,
        category=_category(values["category"]),
        category_name=values["category_name"],
        product={**facts, "tags": list(values["tags"]), "picture": _picture(values["picture"])},
        names=_by_language(values, "name", language),
        descriptions=_by_language(values, "description", language),
        variant={name: values[name] for name in ("label", "barcode", "position")},
        price=values["price"],
        currency=values["currency"] or currency,
        country=values["country"],
    )


def _by_language(values: Values, name: str, language: str) -> dict[str, str]:
    plain = {language: values[name]} if values[name] else {}
    return plain | {each.lower(): text for each, text in values[f"{name}."].items()}


def _category(code: str) -> str:
    """A code as addresses have it, in small letters; blanks become dashes."""
    slug = "-".join(code.lower().split())
    if slug:
        try:
            validate_slug(slug)
        except ValidationError:
            raise CellError(
                "category_invalid", f"{shown(code)} has other signs than letters, digits and dashes"
            ) from None
    return slug


def _picture(place: str) -> dict[str, str]:
    """An address over https, or a path on this server; nothing that a browser would run."""
    if not place:
        return {}
    if place.startswith("/") and not place.startswith("//"):
        return {"url": place}
    try:
        URLValidator(schemes=["https", "http"])(place)
    except ValidationError:
        raise CellError("picture_invalid", f"{shown(place)} is no address of a picture") from None
    return {"url": place}
