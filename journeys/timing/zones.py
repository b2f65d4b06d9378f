"""Which clock a client lives by: their own zone, else every zone of their country, else the brand's.

Where only the country is known, and it has several zones, it must be day in each of them.
"""

import zoneinfo
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

# Its zones lie all around the pole: no hour is day in each of them. The brand's clock serves there.
_WITHOUT_A_COMMON_DAY = frozenset({"AQ"})


def zones_for(*, timezone: str, country: str, brand_timezone: str) -> tuple[ZoneInfo, ...]:
    """The zones in which it must be day. An unknown name counts as none."""
    for names in ((timezone,), zones_by_country().get(country.upper(), ()), (brand_timezone,)):
        zones = tuple(zone for name in names if (zone := _zone_named(name)))
        if zones:
            return zones
    return (ZoneInfo("UTC"),)


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """ISO 3166-1 alpha-2 code to zone names, from the ``zone.tab`` of the time zone database."""
    zones: dict[str, tuple[str, ...]] = {}
    for line in _zone_table().splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            if country in _WITHOUT_A_COMMON_DAY:
                continue
            zones[country] = (*zones.get(country, ()), name)
    return zones


def _zone_table() -> str:
    for folder in zoneinfo.TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            return table.read_text(encoding="utf-8")
    if find_spec("tzdata"):
        return files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    return ""


@cache
def _zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
