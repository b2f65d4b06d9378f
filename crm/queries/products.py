"""Products as lists need them: filtered, with prices and stock already read."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Aggregate, Exists, Func, Min, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from crm.models import Boutique, Brand, Price, Product, Stock, Variant


def products_listed(  # noqa: PLR0913  # one argument a filter, all named
    brand: Brand,
    *,
    category: str | None = None,
    tags: Sequence[str] = (),
    colours: Sequence[str] = (),
    materials: Sequence[str] = (),
    price_max: Decimal | None = None,
    in_stock: bool | None = None,
    q: str = "",
    currency: str,
    boutique: Boutique | None = None,
) -> QuerySet[Product]:
    """Active products that have a price in this currency, each annotated with ``price``, the lowest.

    ``category`` takes its children along; every tag must be there; any of the colours and materials may.
    ``in_stock`` asks one boutique, or without one any place of the brand. Four statements when read: products
    with categories, variants, prices, stock.
    """
    found = Product.objects.filter(brand=brand, is_active=True).alias(text=_TextOfNames("names"))
    found = found.filter(
        _is_any("colour", colours), _is_any("material", materials), *(_has_word(word) for word in q.split())
    )
    if category:
        found = found.filter(Q(category__code=category) | Q(category__parent__code=category))
    if tags:
        found = found.filter(tags__contains=list(tags))
    if in_stock is not None:
        found = found.filter(Exists(_stock_of(boutique)) if in_stock else ~Exists(_stock_of(boutique)))
    priced = found.annotate(price=_lowest_price(currency, boutique))
    priced = priced.filter(price__isnull=False) if price_max is None else priced.filter(price__lte=price_max)
    return with_offers(priced, currency).order_by("code")


def with_offers(products: QuerySet[Product], currency: str) -> QuerySet[Product]:
    """Categories joined; variants, their prices in this currency and their stock read in three statements more."""
    prices = Prefetch("prices", Price.objects.filter(currency=currency))
    stock = Prefetch("stock", Stock.objects.filter(quantity__gt=0))
    variants = Prefetch("variants", Variant.objects.order_by("position", "pk").prefetch_related(prices, stock))
    return products.select_related("category", "brand").prefetch_related(variants)


class _TextOfNames(Func):
    """The names in every language as one text, without the language codes."""

    template = "jsonb_path_query_array(%(expressions)s, '$.*')::text"
    output_field = TextField()


def _has_word(word: str) -> Q:
    of_sku = Exists(Variant.objects.filter(product=OuterRef("pk"), sku__iexact=word))
    return Q(text__icontains=word) | Q(code__icontains=word) | Q(of_sku)


def _is_any(field: str, values: Sequence[str]) -> Q:
    return Q(**{f"{field}__in": list(values)}) if values else Q()


def _lowest_price(currency: str, boutique: Boutique | None) -> Combinable | Aggregate:
    """The lowest price of the boutique's country, else of wherever the currency is used."""
    anywhere = _lowest(currency, "")
    return Coalesce(_lowest(currency, boutique.country), anywhere) if boutique else anywhere


def _lowest(currency: str, country: str) -> Aggregate:
    wanted = Q(variants__prices__currency=currency, variants__prices__country=country)
    return Min("variants__prices__amount", filter=wanted)


def _stock_of(boutique: Boutique | None) -> QuerySet[Stock]:
    stock = Stock.objects.filter(variant__product=OuterRef("pk"), quantity__gt=0)
    return stock.filter(boutique=boutique) if boutique else stock
