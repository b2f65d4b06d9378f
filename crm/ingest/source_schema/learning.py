"""A first schema from what a source sent: its events, and of what type their properties were."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from crm.ingest.source_schema.definition import MOST_EVENTS, MOST_PROPERTIES
from crm.models import Source
from crm.queries.source_page import recent_events

LEARNT_FROM, MOST_LEARNT = timedelta(days=7), 5_000
# Of fewer, a property that was always there may have been so by chance.
ENOUGH = 20


def learn_schema(source: Source, *, now: datetime) -> dict[str, Any]:
    """As one writes it by hand: every event of the last week, counted from then on when another comes."""
    return schema_from(recent_events(source, since=now - LEARNT_FROM, most=MOST_LEARNT))


def schema_from(events: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """A property is required when it was in each of twenty events or more, and of its type when it had one only."""
    seen: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for name, properties in events:
        totals[name] += 1
        seen[name].update((key, kind) for key, value in properties.items() if (kind := _type_of(value)))
    learnt = {name: {"properties": _properties(seen[name], total)} for name, total in totals.most_common(MOST_EVENTS)}
    return {"specification": True, "other_events": "counted", "events": learnt}


def _properties(seen: Counter[tuple[str, str]], total: int) -> dict[str, str]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for (key, kind), count in seen.items():
        kinds[key].add(kind)
        counts[key] += count
    return {
        key: _kind(kinds[key]) + ("!" if count == total >= ENOUGH else "")
        for key, count in counts.most_common(MOST_PROPERTIES)
    }


def _kind(kinds: set[str]) -> str:
    if kinds == {"integer", "number"}:
        return "number"
    return next(iter(kinds)) if len(kinds) == 1 else "any"


def _type_of(value: Any) -> str:
    """Empty for null, which says nothing of a type."""
    if isinstance(value, bool):
        return "boolean"
    for kind, python in (("string", str), ("integer", int), ("number", float), ("object", dict), ("array", list)):
        if isinstance(value, python):
            return kind
    return ""
