"""A product as a screen shows it. No statement: everything was read with the list."""

from dataclasses import dataclass
from decimal import Decimal

from crm.models import Boutique, Price, Product, Variant


@dataclass(frozen=True)
class VariantCard:
    """``quantity`` is the stock of the asked boutique, or of every place when none was asked."""

    sku: str
    label: str
    price: Decimal | None
    in_stock: bool
    quantity: int


@dataclass(frozen=True)
class ProductCard:
    """``price`` is the lowest of the variants in ``currency``, None where it has none. ``category`` is a code."""

    code: str
    name: str
    price: Decimal | None
    currency: str
    in_stock: bool
    category: str
    tags: tuple[str, ...]
    picture_url: str
    variants: tuple[VariantCard, ...]


def product_card(product: Product, language: str, currency: str, boutique: Boutique | None) -> ProductCard:
    """The card of a product that came with its offers (crm.queries.products.with_offers)."""
    variants = tuple(_variant_card(variant, currency, boutique) for variant in product.variants.all())
    prices = [variant.price for variant in variants if variant.price is not None]
    return ProductCard(
        code=product.code,
        name=product.name_in(language),
        price=min(prices, default=None),
        currency=currency,
        in_stock=any(variant.in_stock for variant in variants),
        category=product.category.code if product.category else "",
        tags=tuple(product.tags),
        picture_url=picture_url(product),
        variants=variants,
    )


def picture_url(product: Product) -> str:
    """The address of its picture. The product must come with its brand."""
    return f"/pictures/{product.brand.code}/{product.code}.svg"


def price_of(variant: Variant, currency: str, country: str = "") -> Decimal | None:
    """The price of this country, else of wherever the currency is used."""
    prices = {price.country: price.amount for price in _prices(variant) if price.currency == currency}
    return prices.get(country, prices.get(""))


def stock_in(variant: Variant, boutique: Boutique | None) -> int:
    """Pieces in one boutique, or in every place."""
    return sum(each.quantity for each in variant.stock.all() if boutique is None or each.boutique_id == boutique.pk)


def _prices(variant: Variant) -> list[Price]:
    return list(variant.prices.all())


def _variant_card(variant: Variant, currency: str, boutique: Boutique | None) -> VariantCard:
    quantity = stock_in(variant, boutique)
    price = price_of(variant, currency, boutique.country if boutique else "")
    return VariantCard(variant.sku, variant.label, price, quantity > 0, quantity)
