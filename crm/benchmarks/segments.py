"""``bench segments [--clients N | --existing]``: ten segments by rule over a generated house.

Everybody is asked for each segment, first when it is new and nobody is in it yet, then again; one client changes, as a
till would change her, and is looked at; and the builder's figure is asked for each definition.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from crm.actions.segment_everybody import ask_everybody
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.generate.house import HouseRequest, generate_house
from crm.management.scratch import scratch_database
from crm.models import Brand, Client, Segment, SegmentMember
from crm.queries.segment_counts import reach_at_once
from crm.segments.definition import read_definition

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
    """Seconds of ten recomputes, and milliseconds from a change to the log of it.

    ``existing``: in the configured database, whose tables are as before afterwards.
    """
    if options.get("existing"):
        return _measured_and_undone()
    with scratch_database():
        _make_house(options.get("clients") or CLIENTS)
        return measure()


def measure() -> dict[str, Any]:
    """The figures for the first brand of the database that is connected."""
    brand = Brand.objects.order_by("pk")[0]
    ask_everybody()
    segments = [_published(brand, code, definition) for code, definition in DEFINITIONS.items()]
    counts = [_timed(partial(reach_at_once, read_definition(each), brand)) for each in DEFINITIONS.values()]
    first = [_timed(partial(recompute_segment, each.pk)) for each in segments]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_segmentmember")
    again = [_timed(partial(recompute_segment, each.pk)) for each in segments]
    while refresh_changed_clients().clients:
        pass
    return {
        "clients": Client.objects.count(),
        "members": SegmentMember.objects.count(),
        "ten_first_counts_seconds": round(sum(first), 2),
        "ten_recomputes_seconds": round(sum(again), 2),
        "slowest_recompute_seconds": round(max(again), 2),
        "change_to_member_p50_ms": round(median(_changes(brand)), 1),
        "five_hundred_changes_ms": round(_many_changes(brand) * 1000, 1),
        "sweep_ms": round(_timed(partial(sweep_windows, timezone.now())) * 1000, 1),
        "figure_in_the_builder_p50_ms": round(median(counts) * 1000, 1),
        "figure_in_the_builder_slowest_ms": round(max(counts) * 1000, 1),
    }


class _UndoneError(Exception):
    """Ends the transaction of a measurement."""


def _measured_and_undone() -> dict[str, Any]:
    figures: dict[str, Any] = {}
    try:
        with transaction.atomic():
            figures = measure()
            raise _UndoneError
    except _UndoneError:
        pass
    with connection.cursor() as cursor:
        # What was written and taken back would be read over for ever.
        cursor.execute("VACUUM crm_segmentmember, crm_segmentchange, crm_segmentflow, crm_changedclient")
    return figures


def _make_house(clients: int) -> None:
    request = HouseRequest(clients=clients, seed=7, now=timezone.now())
    with tqdm(unit=" rows", unit_scale=True, file=sys.stderr, mininterval=1.0, leave=False) as bar:
        generate_house(request, bar)


def _published(brand: Brand, code: str, definition: dict[str, Any]) -> Segment:
    segment = make_segment(brand, code=code, name=code, kind="computed")
    publish_segment(segment, definition, actor=None)
    return segment


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _changes(brand: Brand) -> Iterator[float]:
    """Milliseconds in which a client who moves abroad has left the segments of her country."""
    for member in SegmentMember.objects.filter(segment__brand=brand, segment__code="french")[:CHANGES]:
        yield _timed(partial(_move_abroad, [member.client_id])) * 1000


def _many_changes(brand: Brand) -> float:
    members = SegmentMember.objects.filter(segment__brand=brand, segment__code="french")[:500]
    ids = [member.client_id for member in members]
    return _timed(partial(_move_abroad, ids))


def _move_abroad(client_ids: list[int]) -> None:
    Client.objects.filter(pk__in=client_ids).update(country="XX")
    refresh_changed_clients()
