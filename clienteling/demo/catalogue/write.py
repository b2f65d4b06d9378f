"""Writes the catalogue of both houses, and what stands where."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from clienteling.demo.catalogue.compose import Article, compose_articles, price_in
from clienteling.demo.catalogue.words import CATEGORIES, COMPLEMENTS
from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.places import BRANDS, CURRENCIES
from crm.models import Boutique, Brand, Category, Price, Product, Stock, Variant

# Gifts sold out everywhere, so that the story of the back-in-stock alert can be lived; their likes stay in stock.
SOLD_OUT_GIFTS_PER_FORM = 2


@dataclass(frozen=True)
class Piece:
    """A variant that was written, with what the history needs to know of it."""

    brand: str
    product_id: int
    variant_id: int
    product_code: str
    sku: str
    label: str
    name: str
    category: str
    colour: str
    is_gift: bool
    is_used_up: bool
    prices: dict[str, Decimal]


def write_catalogue(brands: dict[str, Brand], boutiques: dict[str, Boutique], seed: int, now: datetime) -> list[Piece]:
    """Writes categories, products, variants, prices and stock; returns every variant."""
    pieces: list[Piece] = []
    for code in BRANDS:
        rng = Random(f"{seed}/catalogue/{code}")
        articles = compose_articles(code, rng)
        made = _write_articles(brands[code], articles)
        places = [boutique for boutique in boutiques.values() if boutique.brand_id == brands[code].pk]
        _write_stock(made, places, _sold_out(articles), rng, now)
        pieces += made
    return pieces


def _write_categories(brand: Brand, articles: list[Article]) -> dict[str, int]:
    codes = dict.fromkeys(article.form.category for article in articles)
    made = Category.objects.bulk_create(Category(brand=brand, code=code, names=CATEGORIES[code]) for code in codes)
    by_code = {category.code: category for category in made}
    for code, category in by_code.items():
        category.complements.set([by_code[other] for other in COMPLEMENTS[code] if other in by_code])
    return {code: category.pk for code, category in by_code.items()}


def _write_articles(brand: Brand, articles: list[Article]) -> list[Piece]:
    categories = _write_categories(brand, articles)
    products = Product.objects.bulk_create(
        Product(
            brand=brand,
            code=article.code,
            names=article.names,
            descriptions=article.descriptions,
            category_id=categories[article.form.category],
            collection=article.design.line,
            material=article.design.material,
            colour=article.design.colour,
            tags=list(article.tags),
            picture={
                "drawing": article.form.drawing,
                "colour": article.design.colour,
                "material": article.design.material,
                "seed": article.seed,
            },
        )
        for article in articles
    )
    variants = Variant.objects.bulk_create(
        Variant(product=product, sku=article.sku(position), label=label, position=position)
        for article, product in zip(articles, products, strict=True)
        for position, label in enumerate(article.form.sizes)
    )
    pieces = _pieces(articles, variants)
    _write_prices(pieces)
    return pieces


def _pieces(articles: list[Article], variants: list[Variant]) -> list[Piece]:
    by_number = [(article, position) for article in articles for position in range(len(article.form.sizes))]
    return [
        Piece(
            brand=article.brand,
            product_id=variant.product_id,
            variant_id=variant.pk,
            product_code=article.code,
            sku=variant.sku,
            label=variant.label,
            name=article.names["en"],
            category=article.form.category,
            colour=article.design.colour,
            is_gift="gift" in article.tags,
            is_used_up=article.form.is_used_up,
            prices={currency: price_in(currency, article.prices[position]) for currency in CURRENCIES},
        )
        for (article, position), variant in zip(by_number, variants, strict=True)
    ]


def _write_prices(pieces: list[Piece]) -> None:
    ids = iter(take_ids(Price, len(pieces) * len(CURRENCIES)))
    copy_rows(
        Price,
        ("id", "variant_id", "currency", "country", "amount"),
        (
            (next(ids), piece.variant_id, currency, "", amount)
            for piece in pieces
            for currency, amount in piece.prices.items()
        ),
    )


def _sold_out(articles: list[Article]) -> set[str]:
    """Product codes of gifts with no piece left anywhere; each form keeps others of its line in stock."""
    seen: dict[str, int] = {}
    sold_out = set()
    for article in articles:
        if "gift" not in article.tags:
            continue
        seen[article.form.drawing] = seen.get(article.form.drawing, 0) + 1
        if seen[article.form.drawing] <= SOLD_OUT_GIFTS_PER_FORM:
            sold_out.add(article.code)
    return sold_out


def _write_stock(pieces: list[Piece], places: list[Boutique], sold_out: set[str], rng: Random, now: datetime) -> None:
    ids = iter(take_ids(Stock, len(pieces) * len(places)))
    copy_rows(
        Stock,
        ("id", "variant_id", "boutique_id", "quantity", "updated_at"),
        (
            (
                next(ids),
                piece.variant_id,
                place.pk,
                0 if piece.product_code in sold_out else _quantity(piece, place, rng),
                now,
            )
            for piece in pieces
            for place in places
        ),
    )


def _quantity(piece: Piece, place: Boutique, rng: Random) -> int:
    """Few of what is dear, many of what is used up; the online shop is short of one piece in nine."""
    if place.kind == Boutique.Kind.ONLINE:
        return 0 if rng.random() < 0.11 else rng.randint(3, 24)
    if piece.is_used_up:
        return rng.randint(4, 30)
    return max(0, rng.choice((0, 0, 1, 1, 2, 2, 3, 4)) - (piece.prices["EUR"] > 5000))
