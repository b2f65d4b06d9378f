"""Write what a chunk made of the catalogue, in the order of its locks."""

from collections.abc import Mapping
from decimal import Decimal

from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.products.known import TEXTS, Catalogue
from crm.ingest.files.things import Things
from crm.models import Brand, Category, Price, Product, Variant

PRODUCT_COLUMNS = ["names", "descriptions", "category", *TEXTS, "tags", "picture", "is_active"]


def write_catalogue(catalogue: Catalogue, brand: Brand) -> None:
    """Raises IntegrityError when another process made one of these a moment ago; the chunk is then planned anew."""
    categories = _write_categories(catalogue.categories, brand)
    products = _write_products(catalogue.products, brand, categories)
    variants = _write_variants(catalogue.variants, products)
    _write_prices(catalogue.prices, variants)


def _write_categories(things: Things, brand: Brand) -> dict[str, int]:
    made = [Category(brand=brand, code=code, **state) for code, state in sorted(things.made.items())]
    Category.objects.bulk_create(made)
    Category.objects.bulk_update(
        [Category(pk=things.ids[code], **each) for code, each in things.changed.items()], ["names"]
    )
    return things.ids | {each.code: each.pk for each in made}


def _write_products(things: Things, brand: Brand, categories: Mapping[str, int]) -> dict[str, int]:
    made = [Product(brand=brand, code=code, **_columns(each, categories)) for code, each in sorted(things.made.items())]
    Product.objects.bulk_create(made)
    # A category that the file does not name was loaded neither: what stays as it is is not written.
    for code, state in things.changed.items():
        columns = _columns(state, categories)
        if columns["category_id"] is None:
            del columns["category_id"]
        Product.objects.filter(pk=things.ids[code]).update(**columns)
    return things.ids | {each.code: each.pk for each in made}


def _columns(state: State, categories: Mapping[str, int]) -> dict[str, object]:
    columns = {name: state[name] for name in PRODUCT_COLUMNS if name != "category"}
    return {**columns, "category_id": categories.get(str(state["category"]))}


def _write_variants(things: Things, products: Mapping[str, int]) -> dict[str, int]:
    made = [_variant(sku, state, products) for sku, state in sorted(things.made.items())]
    Variant.objects.bulk_create(made)
    changed = [_variant(sku, state, products) for sku, state in things.changed.items()]
    for each in changed:
        each.pk = things.ids[each.sku]
    Variant.objects.bulk_update(changed, ["label", "barcode", "position"], batch_size=500)
    return things.ids | {each.sku: each.pk for each in made}


def _variant(sku: str, state: State, products: Mapping[str, int]) -> Variant:
    facts = {name: state[name] for name in ("label", "barcode", "position")}
    return Variant(sku=sku, product_id=products[str(state["product"])], **facts)


def _write_prices(things: Things, variants: Mapping[str, int]) -> None:
    made = []
    for key, state in sorted(things.made.items()):
        sku, currency, country = key.rsplit("|", 2)
        amount = Decimal(str(state["amount"]))
        made.append(Price(variant_id=variants[sku], currency=currency, country=country, amount=amount))
    Price.objects.bulk_create(made)
    changed = [Price(pk=things.ids[key], amount=Decimal(str(each["amount"]))) for key, each in things.changed.items()]
    Price.objects.bulk_update(changed, ["amount"], batch_size=500)
