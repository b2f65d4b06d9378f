"""The brands of a generated house, its boutiques, advisors, sources and a catalogue: as many as its size asks for."""

from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password

from crm.generate.names import COUNTRIES
from crm.generate.premises import ZONES, Home, Piece, Premises
from crm.models import Boutique, Brand, Category, Membership, Price, Product, Source, User, Variant

BRANDS = ("ALBANE", "CORVINE")
CLIENTS_PER_BOUTIQUE = 15_000
ADVISORS_PER_BOUTIQUE = 4
PRODUCTS = 400
CATEGORIES = ("bags", "small leather", "scarves", "watches", "jewellery", "shoes", "ready-to-wear", "fragrance")


def write_premises(codes: tuple[str, ...], clients: int, rng: Random) -> Premises:
    """Makes what is not there yet of these brands, and gives it back with what is."""
    brands = [Brand.objects.get_or_create(code=code, defaults={"name": code.title()})[0] for code in codes]
    homes: dict[str, list[Home]] = {country: [] for country in COUNTRIES}
    count = max(len(COUNTRIES), clients // CLIENTS_PER_BOUTIQUE)
    for number, country in enumerate(_countries(count)):
        homes[country].append(_open_boutique(brands[number % len(brands)], country, number))
    return Premises(
        shops={brand.pk: _open_shop(brand) for brand in brands},
        homes=homes,
        sources={brand.pk: _source(brand) for brand in brands},
        pieces={brand.pk: _catalogue(brand, rng) for brand in brands},
    )


def _countries(count: int) -> list[str]:
    """At least one boutique a country, the rest by the part of clients there."""
    more = {country: round((count - len(COUNTRIES)) * share / 100) for country, share in COUNTRIES.items()}
    return [*COUNTRIES, *(country for country, places in more.items() for _ in range(places))]


def _open_boutique(brand: Brand, country: str, number: int) -> Home:
    code = f"{brand.code.lower()}-{country.lower()}-{number}"
    fields = {"brand": brand, "name": f"{country} {number}", "country": country, "timezone": ZONES[country]}
    boutique, is_new = Boutique.objects.get_or_create(code=code, defaults=fields)
    if is_new:
        _hire(boutique)
    advisors = boutique.memberships.filter(role=Membership.Role.ADVISOR).order_by("user_id")
    return Home(boutique.pk, brand.pk, country, tuple(advisors.values_list("user_id", flat=True)))


def _hire(boutique: Boutique) -> None:
    users = User.objects.bulk_create(
        # Nobody logs in with these.
        User(email=f"advisor{number}@{boutique.code}.example", password=make_password(None), first_name=f"No. {number}")
        for number in range(ADVISORS_PER_BOUTIQUE)
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=Membership.Role.ADVISOR, brand=boutique.brand, boutique=boutique) for user in users
    )


def _open_shop(brand: Brand) -> Home:
    code = f"{brand.code.lower()}-generated-online"
    fields = {"brand": brand, "name": "online", "country": "FR", "kind": Boutique.Kind.ONLINE}
    return Home(Boutique.objects.get_or_create(code=code, defaults=fields)[0].pk, brand.pk, "", ())


def _source(brand: Brand) -> int:
    code = f"{brand.code.lower()}-generated"
    fields = {"brand": brand, "name": f"{brand.name} website", "write_key": f"{code}-key"}
    return Source.objects.get_or_create(code=code, defaults=fields)[0].pk


def _catalogue(brand: Brand, rng: Random) -> list[Piece]:
    """Eight categories of products in one size each. Prices in euros, most of them low."""
    prefix = f"{brand.code}-G"
    if not Variant.objects.filter(sku__startswith=prefix).exists():
        _write_catalogue(brand, prefix, rng)
    rows = Price.objects.filter(variant__sku__startswith=prefix, currency="EUR").order_by("variant__sku")
    read = rows.values_list(
        "variant_id", "variant__sku", "variant__product__names__en", "variant__product__category__code", "amount"
    )
    return [Piece(*row) for row in read]


def _write_catalogue(brand: Brand, prefix: str, rng: Random) -> None:
    categories = [
        Category.objects.get_or_create(brand=brand, code=name.replace(" ", "-"), defaults={"names": {"en": name}})[0]
        for name in CATEGORIES
    ]
    products = Product.objects.bulk_create(
        Product(
            brand=brand,
            code=f"{prefix}{number:04d}",
            names={"en": f"Piece {number}"},
            category=categories[number % len(categories)],
        )
        for number in range(PRODUCTS)
    )
    variants = Variant.objects.bulk_create(Variant(product=product, sku=product.code) for product in products)
    Price.objects.bulk_create(
        Price(variant=variant, currency="EUR", amount=round(Decimal(90 * 80 ** rng.random()), -1))
        for variant in variants
    )
