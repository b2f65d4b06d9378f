"""What the catalogue has of a chunk's products, as states that rows change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet

from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.products.fields import ProductRow
from crm.ingest.files.things import Things
from crm.models import Brand, Category, Price, Product, Variant

M = TypeVar("M", bound=Model)
TEXTS = ("collection", "material", "colour")
NEW_PRODUCT: dict[str, Any] = {
    "names": {}, "descriptions": {}, "category": "", "collection": "", "material": "", "colour": "", "tags": [],
    "picture": {}, "is_active": True,
}  # fmt: skip
NEW_VARIANT: dict[str, Any] = {"product": "", "label": "", "barcode": "", "position": 0}
# Which of the four a key of the dry run's memory is of.
SORTS = ("categories", "products", "variants", "prices")


@dataclass
class Catalogue:
    """By code, code, SKU, and ``SKU|currency|country``. ``foreign``: SKUs of other brands."""

    CENT: ClassVar[Decimal] = Decimal("0.01")
    categories: Things = field(default_factory=Things)
    products: Things = field(default_factory=Things)
    variants: Things = field(default_factory=Things)
    prices: Things = field(default_factory=Things)
    foreign: set[str] = field(default_factory=set)

    @property
    def things(self) -> dict[str, Things]:
        return {sort: getattr(self, sort) for sort in SORTS}

    @property
    def made(self) -> dict[str, dict[str, State]]:
        return {sort: things.made for sort, things in self.things.items()}

    @property
    def changes(self) -> int:
        return sum(len(things.changed) for things in self.things.values())

    @property
    def after(self) -> dict[str, State]:
        return {f"{sort}:{key}": state for sort, things in self.things.items() for key, state in things.after.items()}


def keys_of(row: ProductRow) -> list[str]:
    """The keys under which a dry run may have noted something of this row."""
    price = f"prices:{row.sku}|{row.currency}|{row.country}"
    return [f"categories:{row.category}", f"products:{row.code}", f"variants:{row.sku}", price]


def load_catalogue(rows: Iterable[ProductRow], brand: Brand, before: Mapping[str, State], *, locks: bool) -> Catalogue:
    """Locked in the order categories, products, variants, prices, each by id, if ``locks``."""
    rows = list(rows)
    skus = {row.sku for row in rows}
    categories = Category.objects.filter(brand_id=brand.pk, code__in={row.category for row in rows})
    products = Product.objects.filter(brand_id=brand.pk, code__in={row.code for row in rows}).select_related("category")
    variants = Variant.objects.filter(sku__in=skus).select_related("product")
    prices = Price.objects.filter(variant__sku__in=skus).select_related("variant")
    found = {
        "categories": {each.code: (each.pk, {"names": each.names}) for each in _held(categories, locks)},
        "products": {each.code: (each.pk, _product_state(each)) for each in _held(products, locks)},
    }
    held = list(_held(variants, locks))
    mine = [each for each in held if each.product.brand_id == brand.pk]
    found["variants"] = {each.sku: (each.pk, _variant_state(each)) for each in mine}
    found["prices"] = {_price_key(each): (each.pk, {"amount": str(each.amount)}) for each in _held(prices, locks)}
    things = {sort: Things.of(found[sort], _of_sort(sort, before)) for sort in SORTS}
    return Catalogue(**things, foreign={each.sku for each in held} - {each.sku for each in mine})


def _held(rows: QuerySet[M], locks: bool) -> QuerySet[M]:
    rows = rows.order_by("pk")
    return rows.select_for_update(no_key=True, of=("self",)) if locks else rows


def _of_sort(sort: str, before: Mapping[str, State]) -> dict[str, State]:
    prefix = f"{sort}:"
    return {key.removeprefix(prefix): state for key, state in before.items() if key.startswith(prefix)}


def _product_state(product: Product) -> State:
    return {
        "names": product.names,
        "descriptions": product.descriptions,
        "category": product.category.code if product.category else "",
        **{name: getattr(product, name) for name in TEXTS},
        "tags": list(product.tags),
        "picture": product.picture,
        "is_active": product.is_active,
    }


def _variant_state(variant: Variant) -> State:
    return {
        "product": variant.product.code,
        "label": variant.label,
        "barcode": variant.barcode,
        "position": variant.position,
    }


def _price_key(price: Price) -> str:
    return f"{price.variant.sku}|{price.currency}|{price.country}"
