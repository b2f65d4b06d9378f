"""The catalogue's queries under one name."""

from crm.queries.product_cards import ProductCard, VariantCard, picture_url, price_of, product_card, stock_in
from crm.queries.product_filters import Choice, Filters, filters_of, name_of
from crm.queries.products import products_listed, with_offers

__all__ = [
    "Choice",
    "Filters",
    "ProductCard",
    "VariantCard",
    "filters_of",
    "name_of",
    "picture_url",
    "price_of",
    "product_card",
    "products_listed",
    "stock_in",
    "with_offers",
]
