"""A client's history over every channel, newest first, page after page.

Each kind has a provider. Apps above register theirs (sends, visits, notes), so that nothing here imports them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm.models import Client


@dataclass(frozen=True)
class TimelineEntry:
    """``text`` is one plain sentence; ``detail`` holds ids and figures for a template; ``source`` says where from."""

    at: datetime
    kind: str
    channel: str
    text: str
    detail: dict[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class TimelinePage:
    """``next_before`` is the cursor of the next page, None on the last one."""

    entries: list[TimelineEntry]
    next_before: datetime | None


# (client, before, limit) -> at most ``limit`` entries older than ``before``, newest first.
TimelineProvider = Callable[[Client, datetime | None, int], list[TimelineEntry]]

_providers: dict[str, TimelineProvider] = {}


def register_timeline(kind: str, provider: TimelineProvider) -> None:
    """Add a kind of entry; called once, when an app is ready. Registering a kind again replaces it."""
    _providers[kind] = provider


def timeline_kinds() -> list[str]:
    """The kinds there are, for the filter."""
    return sorted(_providers)


def timeline(client: Client, *, before: datetime | None = None, kind: str = "", limit: int = 30) -> TimelinePage:
    """One page of entries older than ``before``, of every kind or of one; an unknown kind is empty.

    Entries of one moment are never torn apart by a page break, since the cursor is a moment: the page ends
    before such a group, unless the group alone fills it.
    """
    chosen = [provider for name, provider in _providers.items() if kind in ("", name)]
    found = [entry for provider in chosen for entry in provider(client, before, limit + 1)]
    found.sort(key=lambda entry: entry.at, reverse=True)
    if len(found) <= limit:
        return TimelinePage(found, None)
    beyond = found[limit].at
    page = [entry for entry in found[:limit] if entry.at > beyond] or found[:limit]
    return TimelinePage(page, page[-1].at)
