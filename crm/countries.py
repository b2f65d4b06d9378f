"""A country as the region of law that it lies in, inside a query."""

from django.db.models import Case, CharField, Value, When
from django.db.models.expressions import Combinable

from consent.residency.regions import COUNTRIES, Region


def written(region: Region) -> list[str]:
    """The countries of a region; a country is written in capitals by whoever keeps it here, an old file may have said
    otherwise. None for elsewhere, which is every country that is in no list."""
    countries = COUNTRIES.get(region, ())
    return [*countries, *map(str.lower, countries)]


def region_of(field: str) -> Combinable:
    """Of the country in a field."""
    whens = [When(**{f"{field}__in": written(region)}, then=Value(region.value)) for region in COUNTRIES]
    return Case(*whens, default=Value(Region.OTHER.value), output_field=CharField())
