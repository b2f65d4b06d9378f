"""A client's history over every channel, newest first, page after page.

Each kind says which rows are its own, and how one of them is told. The rows of every kind come in one statement.
Apps above register theirs (messages, visits, repairs), so that nothing here imports them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

from clienteling.lib.compiled import asked, given_moment, given_text, read_json
from crm.models import Client
from crm.sharing import Reach


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
class Line:
    """A row as it was read, before it is told."""

    at: datetime
    kind: str
    channel: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class TimelineKind:
    """``rows``: those of CLIENT that somebody of this reach reads; ``moment``: the field that places a row.

    ``detail``: what is read of it, name to field or expression, by somebody of this reach. ``tell`` makes the entry.
    """

    rows: Callable[[Reach], QuerySet[Any]]
    moment: str
    channel: Combinable
    detail: Callable[[Reach], Mapping[str, Any]]
    tell: Callable[[Line], TimelineEntry]


@dataclass(frozen=True)
class Cursor:
    """The last line of a page: moment, kind and key, so that lines of one moment are told apart."""

    at: datetime
    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.kind}~{self.key}"

    @property
    def given(self) -> dict[str, Any]:
        return {"after_at": self.at, "after_key": self.key}


@dataclass(frozen=True)
class TimelinePage:
    """``next`` is the cursor of the next page, None on the last one."""

    entries: list[TimelineEntry]
    next: Cursor | None


_kinds: dict[str, TimelineKind] = {}


def register_timeline(code: str, kind: TimelineKind) -> None:
    """Add a kind of entry; called once, when an app is ready. Registering a code again replaces it."""
    _kinds[code] = kind


def timeline_kinds() -> list[str]:
    """The kinds there are, for the filter."""
    return sorted(_kinds)


def timeline(  # noqa: PLR0913  # whose, for whom, from where on, and what of it, all named
    client: Client, *, reach: Reach, after: Cursor | None = None, kind: str = "", channel: str = "", limit: int = 30
) -> TimelinePage:
    """One page, newest first, beyond ``after``; of one kind or channel or of all; an unknown one is empty.

    One statement: each kind gives at most a page by its own index, and the newest of them all are kept.
    """
    codes = tuple(code for code in timeline_kinds() if kind in ("", code))
    if not codes:
        return TimelinePage([], None)
    shape = _Shape(codes, reach.every_house, after.kind if after else None, channel != "", limit + 1)
    values = {"client": client.pk, "channel": channel, **(after.given if after else {}), **reach.given}
    rows = [_Row(*row) for row in asked(shape, lambda: _statement(shape, reach), values)]
    told = [_kinds[row.kind].tell(Line(row.at, row.kind, row.channel, read_json(row.detail))) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return TimelinePage(told, Cursor(last.at, last.kind, last.key) if last else None)


@dataclass(frozen=True)
class _Shape:
    """What makes the statement another one: everything else is given to it."""

    codes: tuple[str, ...]
    every_house: bool
    after_kind: str | None
    is_of_channel: bool
    limit: int


@dataclass(frozen=True)
class _Row:
    at: datetime
    kind: str
    key: str
    channel: str
    detail: str


def _statement(shape: _Shape, reach: Reach) -> QuerySet[Any]:
    parts = [_part(shape, code, reach) for code in shape.codes]
    if len(parts) == 1:
        return parts[0]
    return parts[0].union(*parts[1:], all=True).order_by("-line_at", "-line_kind", "-line_key")[: shape.limit]


def _part(shape: _Shape, code: str, reach: Reach) -> QuerySet[Any]:
    """The newest rows of one kind, as they are put together."""
    kind = _kinds[code]
    rows = kind.rows(reach).annotate(
        line_at=F(kind.moment), line_kind=Value(code, TextField()), line_key=Cast("id", TextField()),
        line_channel=Cast(kind.channel, TextField()), line_detail=JSONObject(**kind.detail(reach)),
    )  # fmt: skip
    if shape.after_kind is not None:
        rows = rows.filter(_beyond(code, shape.after_kind))
    if shape.is_of_channel:
        rows = rows.filter(line_channel=given_text("channel"))
    ordered = rows.order_by("-line_at", "-line_key")
    return ordered.values_list("line_at", "line_kind", "line_key", "line_channel", "line_detail")[: shape.limit]


def _beyond(code: str, after_kind: str) -> Q:
    """What follows the cursor: of its very moment, the kinds and keys that come after it."""
    at = given_moment("after_at")
    if code > after_kind:
        return Q(line_at__lt=at)
    if code < after_kind:
        return Q(line_at__lte=at)
    return Q(line_at__lte=at) & (Q(line_at__lt=at) | Q(line_key__lt=given_text("after_key")))


def cursor_from(text: str) -> Cursor | None:
    """The cursor that its text says; None for anything else."""
    parts = text[:120].split("~")
    if len(parts) != 3 or "\x00" in text:
        return None
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError:
        return None
    is_whole = at.tzinfo is not None and parts[1] in _kinds
    return Cursor(at, parts[1], parts[2]) if is_whole else None


NO_CHANNEL: Combinable = Value("", CharField())
