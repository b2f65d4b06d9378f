"""A client's timeline as a person would tell it: one visit to the web or the app is one moment, not ten events."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from crm.queries.timeline import TimelineEntry

# What an advisor would say of an event (Segment's commerce events and our own); the strongest wish last.
DEEDS = {
    "Product List Viewed": "looked through the pieces",
    "Product List Filtered": "looked through the pieces",
    "Products Searched": "searched",
    "Product Viewed": "looked at {}",
    "Product Shared": "shared {}",
    "Product Removed": "took {} out of the bag",
    "Product Added to Wishlist": "saved {}",
    "Product Added": "put {} in the bag",
    "Back In Stock Requested": "asked to hear when {} is back",
    "Checkout Started": "began to order",
    "Order Completed": "ordered",
}
# Ways to a deed that is told by itself: to click a piece is to look at it a moment later.
UNSAID = ("Product Clicked", "Cart Viewed")
WITHOUT_PIECE = ("Product List Viewed", "Product List Filtered")


@dataclass(frozen=True)
class Moment:
    """``lines`` stand under the text: the pieces of a receipt, the reason of a segment."""

    at: datetime
    kind: str
    channels: tuple[str, ...]
    text: str
    lines: list[str] = field(default_factory=list)
    total: Any = None
    currency: str = ""
    source: str = ""


def moments_of(entries: Iterable[TimelineEntry]) -> list[Moment]:
    """The entries, newest first. One browsing of one day in one channel is one moment; so is one decision, or one
    segment, that was written down for several channels or brands.
    """
    told: list[Moment] = []
    for key, group in groupby(sorted(entries, key=_place, reverse=True), key=_togetherness):
        together = list(group)
        if key is None:
            told += [_moment(entry) for entry in together]
        else:
            told.append(_browsed(together) if key[0] == "interaction" else _written_together(together))
    return told


def _place(entry: TimelineEntry) -> tuple[datetime, str, str]:
    """Within one moment, what says the same stands together."""
    return entry.at, entry.kind, entry.text


def _togetherness(entry: TimelineEntry) -> tuple[str, str, date] | None:
    """What this entry is a part of; None for what is a moment of its own."""
    day = timezone.localdate(entry.at)
    if entry.kind == "interaction":
        return entry.kind, entry.channel, day
    return (entry.kind, entry.text, day) if entry.kind in ("consent", "segment") else None


def _written_together(entries: list[TimelineEntry]) -> Moment:
    channels = [entry.channel for entry in reversed(entries) if entry.channel]
    return replace(_moment(entries[0]), channels=tuple(dict.fromkeys(channels)))


def _browsed(entries: list[TimelineEntry]) -> Moment:
    newest = entries[0]
    told = _sentence(reversed(entries)) or "looked around"
    sources = ", ".join(dict.fromkeys(entry.source for entry in entries if entry.source))
    return Moment(newest.at, newest.kind, (newest.channel,), told[:1].upper() + told[1:], source=sources)


def _sentence(entries: Iterable[TimelineEntry]) -> str:
    """Each deed once with its pieces, in the order of DEEDS; pages and log-ins are the way to them and go unsaid."""
    deeds: dict[str, list[str]] = {}
    for entry in entries:
        if entry.detail.get("type") == "track" and entry.detail.get("name") not in UNSAID:
            pieces = deeds.setdefault(entry.detail.get("name", ""), [])
            pieces += [piece for piece in [_piece(entry)] if piece and piece not in pieces]
    if len(deeds) > 1:
        deeds = {name: pieces for name, pieces in deeds.items() if name not in WITHOUT_PIECE} or deeds
    order = list(DEEDS)
    names = sorted(deeds, key=lambda name: order.index(name) if name in order else len(order))
    return "; ".join(dict.fromkeys(_deed(name, deeds[name]) for name in names))


def _deed(name: str, pieces: list[str]) -> str:
    about = " and ".join(filter(None, [", ".join(pieces[:-1]), *pieces[-1:]])) if pieces else "a piece"
    if name in DEEDS:
        return DEEDS[name].format(about)
    return f"{name}: {about}" if pieces else name


def _piece(entry: TimelineEntry) -> str:
    start = f"{entry.detail.get('name', '')}: "
    return entry.text.removeprefix(start) if entry.text.startswith(start) else ""


def _moment(entry: TimelineEntry) -> Moment:
    lines = [_receipt_line(line) for line in entry.detail.get("lines", [])]
    reason = str(entry.detail.get("reason") or "")
    return Moment(
        at=entry.at,
        kind=entry.kind,
        channels=() if entry.channel in ("", "boutique") or entry.kind == "contact" else (entry.channel,),
        text=entry.text,
        lines=lines + [reason] if reason else lines,
        total=entry.detail.get("total"),
        currency=entry.detail.get("currency", ""),
        # Where the text or the reason says it already, it is not said again.
        source="" if entry.kind in ("segment", "contact", "message") else entry.source,
    )


def _receipt_line(line: dict[str, Any]) -> str:
    return line["name"] if line["quantity"] == 1 else f"{line['quantity']} × {line['name']}"
