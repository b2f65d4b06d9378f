"""How a product is written in every answer."""

from typing import Any

from rest_framework import serializers

from crm.models import Boutique, Product
from crm.queries.catalogue import name_of, product_card


class VariantSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    price = serializers.DecimalField(12, 2, allow_null=True)
    in_stock = serializers.BooleanField()


class ProductSerializer(serializers.Serializer[Any]):
    """``price`` is the lowest of the variants', in ``currency``; null where the house has none to give."""

    code = serializers.CharField()
    name = serializers.CharField()
    price = serializers.DecimalField(12, 2, allow_null=True)
    currency = serializers.CharField()
    in_stock = serializers.BooleanField()
    category = serializers.CharField()
    category_name = serializers.CharField()
    colour = serializers.CharField()
    material = serializers.CharField()
    collection = serializers.CharField()
    description = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    picture_url = serializers.CharField()
    variants = VariantSerializer(many=True)


def product_fields(product: Product, *, language: str, currency: str, boutique: Boutique | None) -> dict[str, Any]:
    """The fields of ProductSerializer for a product of ``products_listed`` (no further query)."""
    card = product_card(product, language, currency, boutique)
    category = product.category
    return {
        **{name: getattr(card, name) for name in ("code", "name", "price", "currency", "in_stock", "tags")},
        "picture_url": card.picture_url,
        "variants": card.variants,
        "category": category.code if category else "",
        "category_name": name_of(category, language) if category else "",
        "colour": product.colour,
        "material": product.material,
        "collection": product.collection,
        "description": _worded(product.descriptions, language),
    }


def _worded(words: dict[str, str], language: str) -> str:
    return words.get(language) or words.get(language.split("-", maxsplit=1)[0]) or words.get("en") or ""
