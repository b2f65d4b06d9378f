"""A kind whose rows stand alone: each is checked, planned against what is kept, and kept in one transaction."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.errors import CellError, Reject
from crm.ingest.files.fields import Reading
from crm.ingest.files.foreseen import State, foreseen, make_foreseen, note_foreseen
from crm.ingest.files.kinds import Chunk, Kind, Stored
from crm.ingest.files.mapping import Mapping
from crm.ingest.files.records import RowReader, Values
from crm.ingest.files.rows import BrokenRow, Row
from crm.models import Boutique, Brand


@dataclass
class RecordChunk(Chunk):
    """``records``: line of the file and what the kind made of its values."""

    records: list[tuple[int, Any]] = field(default_factory=list)


@dataclass
class Outcome:
    """What a plan comes to. ``states``: what later chunks of a dry run must know of this one."""

    rejects: list[Reject] = field(default_factory=list)
    new: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    states: dict[str, State] = field(default_factory=dict)

    def reject(self, line: int, error: CellError) -> None:
        self.rejects.append(Reject(line, error.code, error.reason))


class RecordKind(Kind):
    """To be completed by ``record`` (a row's own checks), ``plan`` (reads only) and ``keep`` (writes the plan).

    A plan reads under the locks that it needs (``locks`` says whether to take them), so that what it decided still
    holds when it is kept; for new rows the constraints decide, and a chunk that met another is planned again.
    """

    chunk_size: int = 2_000
    options: ClassVar[dict[str, Any]] = {}
    key_column: int | None = None
    is_dry: bool = False

    def __init__(self, mapping: Mapping, header: list[str], brand: Brand, *, now: datetime) -> None:
        names = [each.name for each in self.fields]
        required = [each.name for each in self.fields if each.is_required]
        mapping.require(columns=required, known=names, values=names, options=self.options, constants=names)
        self.mapping, self.brand, self.now, self.source = mapping, brand, now, mapping.source
        self.settings = {**self.options, **_typed(mapping, self.options)}
        boutiques = dict(Boutique.objects.filter(brand_id=brand.pk).values_list("code", "id"))
        self.reader = RowReader(self.fields, header, Reading(mapping, now, boutiques))
        self._foreseen: Counter[str] = Counter()
        self._records: list[tuple[int, Any]] = []
        self.outcome = Outcome()

    @abstractmethod
    def record(self, values: Values) -> Any:
        """The row as the kind wants it. Raises CellError. Runs in the reading thread, without the database."""

    @abstractmethod
    def plan(self, cursor: CursorWrapper, records: list[tuple[int, Any]]) -> Outcome:
        """What these rows come to. In a dry run ``self.known_before`` gives what earlier chunks foresaw."""

    @abstractmethod
    def keep(self, cursor: CursorWrapper) -> None:
        """Write what was planned last."""

    @property
    def locks(self) -> bool:
        return not self.is_dry

    @property
    def readers(self) -> Lookup[str, Any]:  # type: ignore[override]
        return self.reader.readers

    def known_before(self, cursor: CursorWrapper, keys: Any) -> dict[str, State]:
        return foreseen(cursor, keys) if self.is_dry else {}

    def parse(self, rows: list[Row]) -> RecordChunk:
        chunk = RecordChunk(rows[-1][0], len(rows))
        for line, cells in rows:
            try:
                if isinstance(cells, BrokenRow):
                    raise cells.error
                chunk.records.append((line, self.record(self.reader.read(cells))))
            except CellError as error:
                chunk.rejects.append(Reject(line, error.code, error.reason))
        return chunk

    def begin(self, cursor: CursorWrapper) -> None:
        if self.is_dry:
            make_foreseen(cursor)

    def stage(self, cursor: CursorWrapper, chunk: RecordChunk) -> None:
        self._records = chunk.records

    def examine(self, cursor: CursorWrapper) -> list[Reject]:
        self.outcome = self.plan(cursor, self._records)
        return self.outcome.rejects

    def measure(self, cursor: CursorWrapper) -> dict[str, int | Decimal]:
        return {}

    def remarks(self) -> dict[str, int | Decimal]:
        return dict(self.outcome.figures)

    def store(self, cursor: CursorWrapper) -> Stored:
        self.keep(cursor)
        return Stored(dict(self.outcome.new))

    def foresee(self, cursor: CursorWrapper) -> None:
        note_foreseen(cursor, self.outcome.states)
        self._foreseen += self.outcome.new

    def settle(self, cursor: CursorWrapper) -> None:
        self._records = []

    def totals(self, cursor: CursorWrapper) -> dict[str, int]:
        return {}

    def foreseen(self, cursor: CursorWrapper) -> dict[str, int]:
        return dict(self._foreseen)

    def announce(self, ids: list[int]) -> None:
        """Nobody waits for these."""


def _typed(mapping: Mapping, standing: Lookup[str, Any]) -> dict[str, Any]:
    """The options of the mapping, each of the type of its standing value. Raises ImportFileError."""
    for name, value in mapping.options.items():
        if type(value) is not type(standing[name]):
            raise mapping.wrong(f"{name} in [options] must be such as {standing[name]!r}")
    return mapping.options
