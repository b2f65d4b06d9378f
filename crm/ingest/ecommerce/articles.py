"""Which variant an event speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.ingest.ecommerce.parsing import ProductSaid
from crm.models import Variant


@dataclass(frozen=True)
class Article:
    """``sku`` is the brand's own where it has one; ``variant_id`` is None for a piece that the catalogue lacks."""

    sku: str
    variant_id: int | None


def find_articles(said: Iterable[tuple[int, ProductSaid]]) -> dict[tuple[int, str], Article]:
    """By brand and SKU as the event has it. Two queries, however many there are.

    Where no variant has that SKU, a product of that code means its one variant; of several none is guessed.
    """
    wanted = {(brand_id, product.sku): product for brand_id, product in said}
    brands = {brand_id for brand_id, _ in wanted}
    by_sku = {
        (brand, sku): Article(sku, pk)
        for brand, sku, pk in Variant.objects.filter(
            product__brand__in=brands, sku__in={sku for _, sku in wanted}
        ).values_list("product__brand", "sku", "pk")
    }
    by_code = _by_code(brands, {product.product_id for product in wanted.values()} - {""})
    return {
        key: by_sku.get(key) or by_code.get((key[0], product.product_id)) or Article(product.sku, None)
        for key, product in wanted.items()
    }


def _by_code(brands: set[int], codes: set[str]) -> dict[tuple[int, str], Article]:
    found: dict[tuple[int, str], list[Article]] = {}
    rows = Variant.objects.filter(product__brand__in=brands, product__code__in=codes)
    for brand, code, sku, pk in rows.values_list("product__brand", "product__code", "sku", "pk"):
        found.setdefault((brand, code), []).append(Article(sku, pk))
    return {key: articles[0] for key, articles in found.items() if len(articles) == 1}
