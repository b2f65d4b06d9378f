"""The two houses of the demonstration, their boutiques and their online shops."""

from dataclasses import dataclass

from crm.models import Boutique, Brand

CURRENCIES = ("EUR", "GBP", "JPY", "CNY")
LANGUAGE_OF_COUNTRY = {"FR": "fr", "IT": "it", "GB": "en", "JP": "ja", "CN": "zh-hans"}


@dataclass(frozen=True)
class Place:
    """A boutique to make. ``share`` is its part of the brand's clients."""

    brand: str
    code: str
    name: str
    city: str
    country: str
    address: str
    timezone: str
    currency: str
    share: float
    kind: str = "boutique"


BRANDS = {
    "AURELLE": {
        "name": "Aurelle",
        "language": "fr",
        "accent": "#80603A",
        "accent_dark": "#CDA873",
        "from_email": "bonjour@aurelle.example",
    },
    "SORANE": {
        "name": "Sorane",
        "language": "fr",
        "accent": "#4A5F73",
        "accent_dark": "#9FB6CB",
        "from_email": "bonjour@sorane.example",
    },
}

PARIS, ROME, LONDON = "Europe/Paris", "Europe/Rome", "Europe/London"
TOKYO, SHANGHAI = "Asia/Tokyo", "Asia/Shanghai"

PLACES = [
    Place("AURELLE", "aurelle-saint-honore", "rue Saint-Honoré", "Paris", "FR",
          "212 bis rue Saint-Honoré, 75001 Paris", PARIS, "EUR", 0.24),
    Place("AURELLE", "aurelle-saint-germain", "boulevard Saint-Germain", "Paris", "FR",
          "190 ter boulevard Saint-Germain, 75007 Paris", PARIS, "EUR", 0.13),
    Place("AURELLE", "aurelle-milano", "via della Spiga", "Milan", "IT",
          "31 A via della Spiga, 20121 Milano", ROME, "EUR", 0.12),
    Place("AURELLE", "aurelle-roma", "via dei Condotti", "Rome", "IT",
          "58 B via dei Condotti, 00187 Roma", ROME, "EUR", 0.08),
    Place("AURELLE", "aurelle-london", "Mount Street", "London", "GB",
          "114 A Mount Street, London W1K", LONDON, "GBP", 0.13),
    Place("AURELLE", "aurelle-tokyo", "Ginza", "Tokyo", "JP",
          "Ginza 6-chome, Chuo-ku, Tokyo", TOKYO, "JPY", 0.11),
    Place("AURELLE", "aurelle-shanghai", "Nanjing West Road", "Shanghai", "CN",
          "Nanjing West Road, Jing'an, Shanghai", SHANGHAI, "CNY", 0.09),
    Place("AURELLE", "aurelle-online", "online", "Paris", "FR",
          "", PARIS, "EUR", 0.10, "online"),
    Place("SORANE", "sorane-vendome", "place Vendôme", "Paris", "FR",
          "27 bis place Vendôme, 75001 Paris", PARIS, "EUR", 0.32),
    Place("SORANE", "sorane-milano", "via Sant'Andrea", "Milan", "IT",
          "22 A via Sant'Andrea, 20121 Milano", ROME, "EUR", 0.16),
    Place("SORANE", "sorane-london", "Old Bond Street", "London", "GB",
          "51 A Old Bond Street, London W1S", LONDON, "GBP", 0.18),
    Place("SORANE", "sorane-tokyo", "Omotesando", "Tokyo", "JP",
          "Jingumae 5-chome, Shibuya-ku, Tokyo", TOKYO, "JPY", 0.14),
    Place("SORANE", "sorane-shanghai", "the Bund", "Shanghai", "CN",
          "Zhongshan East 1st Road, Huangpu, Shanghai", SHANGHAI, "CNY", 0.12),
    Place("SORANE", "sorane-online", "online", "Paris", "FR",
          "", PARIS, "EUR", 0.08, "online"),
]  # fmt: skip


def write_places() -> tuple[dict[str, Brand], dict[str, Boutique]]:
    """Makes brands and boutiques; returns both by code."""
    made = Brand.objects.bulk_create(Brand(code=code, **fields) for code, fields in BRANDS.items())
    brands = {brand.code: brand for brand in made}
    boutiques = [
        Boutique(
            brand=brands[place.brand],
            code=place.code,
            name=place.name,
            kind=place.kind,
            city=place.city,
            country=place.country,
            address=place.address,
            timezone=place.timezone,
            currency=place.currency,
        )
        for place in PLACES
    ]
    return brands, {boutique.code: boutique for boutique in Boutique.objects.bulk_create(boutiques)}
