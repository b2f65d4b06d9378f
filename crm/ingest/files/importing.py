"""Import a file: read ahead in a thread, keep chunk by chunk, each in one transaction with the run's position.

1. Read the mapping, and the file's header; whatever is wrong with them is said before anything is written.
2. A file that is done changes nothing; one that was interrupted goes on after its last settled line.
3. Each chunk: claim its lines, copy it into temporary tables, drop what is kept already, keep the rest,
   write the rejects, commit; then announce what is new.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from crm.ingest.files.brands import brand_for
from crm.ingest.files.chunks import chunks, read_ahead
from crm.ingest.files.errors import ImportFileError, Reject
from crm.ingest.files.kinds import Chunk, Kind, Stored
from crm.ingest.files.kinds.registry import kind_named
from crm.ingest.files.mapping import Mapping, read_mapping
from crm.ingest.files.named import mapping_by_names
from crm.ingest.files.reading import Table, file_sha256, open_table
from crm.ingest.files.rejects import RejectLog, require_writable
from crm.ingest.files.runs import begin_run, finish_run, known_run, move_run, note_counts, run_sha256
from crm.ingest.files.tally import Tally
from crm.models import Brand, ImportRun, User

# Another process may keep the same receipt between our look and our insert; then we look again.
ATTEMPTS = 3

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import. ``chunk_size`` is in lines; without it, what the kind takes at once.

    The mapping is ``mapping``, else read from ``mapping_path``, else made of the columns that have a field's own name.
    ``file_name``: as a person knows the file, where it is kept under another name.
    """

    kind: str
    path: Path
    mapping_path: Path | None
    brand_code: str
    creates_brand: bool = False
    is_dry: bool = False
    rejects_path: Path | None = None
    chunk_size: int | None = None
    mapping: Mapping | None = None
    file_name: str = ""
    actor: User | None = None


@dataclass(frozen=True)
class ImportReport:
    """``tally`` and ``totals`` are of the whole file; ``new`` is what this call added, or would have in a dry run.

    ``resumed_at``: the last line that an interrupted run had settled, else 0. ``rows``: read in this call.
    """

    brand: Brand
    tally: Tally
    totals: dict[str, int]
    new: Counter[str]
    examples: list[Reject] = field(default_factory=list)
    rows: int = 0
    resumed_at: int = 0
    was_done: bool = False


def import_file(request: ImportRequest, on_progress: Progress = lambda rows, position: None) -> ImportReport:
    """Import one file. ``on_progress`` gets the lines settled and the bytes read so far.

    Raises ImportFileError; what was settled by then stays, and the same call continues from there.
    """
    mapping = _mapping_of(request)
    brand = brand_for(request.brand_code, mapping, creates=request.creates_brand)
    sha256 = run_sha256(file_sha256(request.path), mapping.sha256)
    run = known_run(request.kind, brand, sha256)
    if run is not None and run.status == ImportRun.Status.DONE and not request.is_dry:
        return ImportReport(brand, Tally.from_json(run.counts), run.counts["totals"], Counter(), was_done=True)
    if request.rejects_path is not None:
        require_writable(request.rejects_path)
    with open_table(request.path, mapping.file, list(mapping.columns.values())) as table:
        kind = kind_named(request.kind)(mapping, table.header, brand, now=timezone.now())
        kind.is_dry = request.is_dry
        if request.is_dry:
            return _DryImport(request, table, kind, brand, on_progress).go()
        return _Import(request, table, kind, brand, on_progress).go_as(sha256)


def _mapping_of(request: ImportRequest) -> Mapping:
    if request.mapping is not None:
        mapping = request.mapping
    elif request.mapping_path is not None:
        mapping = read_mapping(request.mapping_path)
    else:
        mapping = mapping_by_names(kind_named(request.kind), request.path)
    if mapping.kind != request.kind:
        raise ImportFileError("mapping_invalid", f"The mapping is for {mapping.kind}, not for {request.kind}.")
    return mapping


@dataclass
class _Pass:
    """One reading of the file."""

    request: ImportRequest
    table: Table
    kind: Kind
    brand: Brand
    on_progress: Progress
    tally: Tally = field(default_factory=Tally)
    new: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def _chunks(self, cut_after: int = 0) -> Iterator[Chunk]:
        size, column = self.request.chunk_size or self.kind.chunk_size, self.kind.key_column
        grouped = lambda: chunks(self.table.rows(), size=size, column=column, cut_after=cut_after)  # noqa: E731
        return read_ahead(lambda: map(self.kind.parse, grouped()))

    def _count(self, chunk: Chunk) -> None:
        self.rows += chunk.rows
        self.on_progress(self.rows, self.table.bytes_read)

    def _totals(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            return self.kind.totals(cursor)

    def _begin(self) -> None:
        with connection.cursor() as cursor:
            self.kind.begin(cursor)

    def _examined(self, chunk: Chunk) -> tuple[dict[str, int | Decimal], list[Reject]]:
        """Copy the chunk in and look at it; within a transaction."""
        with connection.cursor() as cursor:
            self.kind.stage(cursor, chunk)
            figures = {"lines": chunk.rows} | self.kind.measure(cursor)
            rejects = chunk.rejects + self.kind.examine(cursor)
            return figures | self.kind.remarks(), rejects


class _DryImport(_Pass):
    """Reads and examines everything; the database itself is told to refuse every write."""

    def go(self) -> ImportReport:
        self._begin()
        with RejectLog(self.request.rejects_path) as log:
            for chunk in self._chunks():
                self._examine(chunk, log)
                self._count(chunk)
            with connection.cursor() as cursor:
                self.new = Counter(self.kind.foreseen(cursor))
            return ImportReport(self.brand, self.tally, self._totals(), self.new, log.examples, self.rows)

    @transaction.atomic
    def _examine(self, chunk: Chunk, log: RejectLog) -> None:
        with connection.cursor() as cursor:
            # Temporary tables can still be written.
            cursor.execute("SET TRANSACTION READ ONLY")
            figures, rejects = self._examined(chunk)
            self.kind.foresee(cursor)
            self.kind.settle(cursor)
        self.tally = self.tally.plus(figures, rejects, {})
        log.write(rejects)


class _Import(_Pass):
    """Keeps what it reads."""

    def go_as(self, sha256: str) -> ImportReport:
        if self.brand.pk is None:
            self.brand.save()
        run = begin_run(self.request, self.brand, sha256)
        resumed_at, self.tally = run.position, Tally.from_json(run.counts)
        self.kind.announce(run.counts.get("announcement", []))
        self._begin()
        with RejectLog(self.request.rejects_path, settled=resumed_at) as log:
            for chunk in self._chunks(cut_after=resumed_at):
                self._take(run, chunk, log, is_settled=chunk.end <= resumed_at)
            totals = self._totals()
            finish_run(run, self.tally, totals, at=timezone.now())
            return ImportReport(self.brand, self.tally, totals, self.new, log.examples, self.rows, resumed_at)

    def _take(self, run: ImportRun, chunk: Chunk, log: RejectLog, *, is_settled: bool) -> None:
        if is_settled:
            self._replay(chunk)
        else:
            self.kind.announce(self._keep_persistently(run, chunk, log).announcement)
            run.position = chunk.end
        self._count(chunk)

    @transaction.atomic
    def _replay(self, chunk: Chunk) -> None:
        """A chunk that was settled before the interruption: only remember which receipts and customers it had."""
        with connection.cursor() as cursor:
            self.kind.stage(cursor, chunk)
            self.kind.settle(cursor)

    def _keep_persistently(self, run: ImportRun, chunk: Chunk, log: RejectLog) -> Stored:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._keep(run, chunk, log)
            except DatabaseError as error:
                if attempt == ATTEMPTS or not _is_collision(error):
                    raise
        raise AssertionError("unreachable")

    def _keep(self, run: ImportRun, chunk: Chunk, log: RejectLog) -> Stored:
        with transaction.atomic(), connection.cursor() as cursor:
            move_run(run, before=run.position, after=chunk.end)
            figures, rejects = self._examined(chunk)
            stored = self.kind.store(cursor)
            self.kind.settle(cursor)
            tally = self.tally.plus(figures, rejects, stored.new)
            note_counts(run, tally, stored.announcement)
            # Foreign keys are checked now rather than on commit: nothing fails once the rejects are written.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            log.write(rejects)
        self.tally, self.new = tally, self.new + Counter(stored.new)
        return stored


def _is_collision(error: DatabaseError) -> bool:
    return isinstance(error, IntegrityError) or isinstance(error.__cause__, DeadlockDetected)
