"""``bench segments``: ten segments by rule over a generated house in a database of its own.

Everybody is asked once for each segment; then one client changes, as a till would change her, and is looked at again.
"""

import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.generate.house import HouseRequest, generate_house
from crm.management.scratch import scratch_database
from crm.models import Brand, Client, SegmentMember

CLIENTS = 20_000
CHANGES = 20


def _bought(measure: str, comparison: str, number: int, **more: Any) -> dict[str, Any]:
    return {"kind": "purchases", "measure": measure, "comparison": comparison, "number": number, **more}


def _did(event: str, comparison: str, number: int, days: int) -> dict[str, Any]:
    return {"kind": "behaviour", "event": event, "comparison": comparison, "number": number, "days": days}


def _all(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"op": "and", "rules": list(rules)}


FRENCH = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR", "MC"]}
DEFINITIONS = {
    "french": _all(FRENCH),
    "spring": _all({"kind": "attribute", "field": "birth_month", "test": "one_of", "values": ["3", "4", "5"]}),
    "recent": _all(_bought("days_since_last", "at_most", 90)),
    "lapsing": _all(_bought("days_since_last", "at_least", 365)),
    "often": _all(_bought("count", "at_least", 3, days=730)),
    "large": _all(_bought("total", "at_least", 2000, currency="EUR", days=365)),
    "looking": _all(_did("Product Viewed", "at_least", 3, 30)),
    "only-looking": _all(_did("Product Viewed", "at_least", 1, 90), _bought("count", "at_most", 0)),
    "silent": {"op": "not", "rules": [_did("Product Viewed", "at_least", 1, 365), _bought("count", "at_least", 1)]},
    "french-lapsing": _all({"kind": "segment", "code": "french"}, {"kind": "segment", "code": "lapsing"}),
}


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Seconds of ten recomputes, and milliseconds from a change to the log of it."""
    with scratch_database():
        _make_house(options.get("clients") or CLIENTS)
        return measure()


def measure() -> dict[str, Any]:
    """The figures for the first brand of the database that is connected."""
    brand = Brand.objects.order_by("pk")[0]
    seconds = dict(_recomputed(brand))
    while refresh_changed_clients().clients:
        pass
    started = time.perf_counter()
    sweep_windows(timezone.now())
    swept = time.perf_counter() - started
    return {
        "clients": Client.objects.count(),
        "members": SegmentMember.objects.count(),
        "ten_recomputes_seconds": round(sum(seconds.values()), 2),
        "slowest_recompute_seconds": round(max(seconds.values()), 2),
        "change_to_member_p50_ms": round(median(_changes(brand)), 1),
        "sweep_ms": round(swept * 1000, 1),
    }


def _make_house(clients: int) -> None:
    request = HouseRequest(clients=clients, seed=7, now=timezone.now())
    with tqdm(unit=" rows", unit_scale=True, file=sys.stderr, mininterval=1.0, leave=False) as bar:
        generate_house(request, bar)


def _recomputed(brand: Brand) -> Iterator[tuple[str, float]]:
    for code, definition in DEFINITIONS.items():
        segment = make_segment(brand, code=code, name=code, kind="computed")
        publish_segment(segment, definition, actor=None)
        started = time.perf_counter()
        recompute_segment(segment.pk)
        yield code, time.perf_counter() - started


def _changes(brand: Brand) -> Iterator[float]:
    """Milliseconds in which a client who moves abroad has left the segments of her country."""
    for member in SegmentMember.objects.filter(segment__brand=brand, segment__code="french")[:CHANGES]:
        started = time.perf_counter()
        Client.objects.filter(pk=member.client_id).update(country="XX")
        refresh_changed_clients()
        yield (time.perf_counter() - started) * 1000
