"""Products, prices and stock."""

from decimal import Decimal
from typing import Any

from crm.models import Boutique, Brand, Category, Price, Product, Stock, Variant


def make_category(brand: Brand, code: str = "bags", **fields: Any) -> Category:
    category, _ = Category.objects.get_or_create(
        brand=brand, code=code, defaults={"names": {"en": code.title()}, **fields}
    )
    return category


def make_product(
    brand: Brand,
    code: str = "tote",
    *,
    category: str = "bags",
    price: str = "900",
    currency: str = "EUR",
    **fields: Any,
) -> Product:
    """An active product with one variant, whose SKU is the product's code in capitals, and one price."""
    defaults: dict[str, Any] = {"names": {"en": code.title()}, "material": "leather", "colour": "black"}
    product = Product.objects.create(
        brand=brand, code=code, category=make_category(brand, category), **{**defaults, **fields}
    )
    variant = Variant.objects.create(product=product, sku=code.upper())
    set_price(variant, price, currency)
    return product


def set_price(variant: Variant, amount: str, currency: str = "EUR", country: str = "") -> Price:
    price, _ = Price.objects.update_or_create(
        variant=variant, currency=currency, country=country, defaults={"amount": Decimal(amount)}
    )
    return price


def set_stock(thing: Product | Variant, boutique: Boutique, quantity: int) -> Stock:
    """The stock of a variant, or of a product's first variant, in one place."""
    variant = thing if isinstance(thing, Variant) else thing.variants.get()
    stock, _ = Stock.objects.update_or_create(variant=variant, boutique=boutique, defaults={"quantity": quantity})
    return stock
