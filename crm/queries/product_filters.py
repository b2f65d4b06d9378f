"""What a list of products may be narrowed by, with how many there are of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crm.models import Brand, Category
from crm.queries.products import products_listed


@dataclass(frozen=True)
class Choice:
    """``code`` goes into the address, ``name`` is shown, ``count`` is how many active products have it."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Filters:
    """Prices are the lowest and the highest of the products in the currency; None without a product."""

    categories: tuple[Choice, ...]
    colours: tuple[Choice, ...]
    materials: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    price_min: Decimal | None
    price_max: Decimal | None


def filters_of(brand: Brand, *, category: str | None = None, language: str = "en", currency: str = "EUR") -> Filters:
    """The choices among the active products of a brand, or of one category. Categories are always all. Two statements.

    Colours, materials and tags are codes: their names in each language are the screens' own.
    """
    priced = products_listed(brand, currency=currency).prefetch_related(None).select_related(None)
    # "price" is the annotation of products_listed.
    rows = list(priced.values_list("category__code", "category__parent__code", "colour", "material", "tags", "price"))  # type: ignore[misc]
    counts = Counter(code for row in rows for code in {row[0], row[1]} - {None})
    narrowed = [row for row in rows if not category or category in row[:2]]
    prices = [row[5] for row in narrowed]
    return Filters(
        categories=_categories(brand, counts, language),
        colours=_choices(row[2] for row in narrowed),
        materials=_choices(row[3] for row in narrowed),
        tags=_choices(tag for row in narrowed for tag in row[4]),
        price_min=min(prices, default=None),
        price_max=max(prices, default=None),
    )


def _categories(brand: Brand, counts: Counter[str], language: str) -> tuple[Choice, ...]:
    names = {each.code: each for each in Category.objects.filter(brand=brand).order_by("pk")}
    return tuple(
        Choice(code, name_of(category, language), counts[code]) for code, category in names.items() if counts[code]
    )


def name_of(category: Category, language: str) -> str:
    """The category's name in this language, else in its base language, else in English, else the code."""
    names = category.names
    return names.get(language) or names.get(language.split("-", maxsplit=1)[0]) or names.get("en") or category.code


def _choices(values: Iterable[str]) -> tuple[Choice, ...]:
    counts = Counter(value for value in values if value)
    return tuple(Choice(code, code, count) for code, count in sorted(counts.items()))
