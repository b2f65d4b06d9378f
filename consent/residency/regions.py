"""Regions of data protection law, and the countries in each."""

from django.conf import settings
from django.db import models


class Region(models.TextChoices):
    EU = "eu", "European Union and EEA"
    UK = "uk", "United Kingdom"
    CH = "ch", "Switzerland"
    US = "us", "United States"
    CN = "cn", "China"
    JP = "jp", "Japan"
    GCC = "gcc", "Gulf states"
    OTHER = "other", "Elsewhere"


# ISO 3166-1. The EEA of 2026; mainland China alone: Hong Kong, Macao and Taiwan have laws of their own.
COUNTRIES: dict[Region, tuple[str, ...]] = {
    Region.EU: (
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
        "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO", "MC",
    ),
    Region.UK: ("GB",),
    Region.CH: ("CH",),
    Region.US: ("US",),
    Region.CN: ("CN",),
    Region.JP: ("JP",),
    Region.GCC: ("AE", "BH", "KW", "OM", "QA", "SA"),
}  # fmt: skip
_REGION_OF = {country: region for region, countries in COUNTRIES.items() for country in countries}


def region_of_country(country: str) -> Region | None:
    """None for no country; a country that is in none of the lists is elsewhere."""
    return _REGION_OF.get(country.upper(), Region.OTHER) if country else None


def home_region() -> Region:
    """Where the house's own systems lie, as far as nobody said otherwise of one."""
    return Region(settings.HOME_REGION)
