"""Rows to a chunk of receipts and lines, written as the CSV that COPY reads. No database here."""

import csv
import io
from dataclasses import dataclass, field

from crm.ingest.files.errors import CellError, Reject
from crm.ingest.files.kinds import Chunk
from crm.ingest.files.kinds.purchases.fields import Line, LineReader
from crm.ingest.files.rows import BrokenRow, Row


@dataclass(slots=True)
class Receipt:
    """What the lines of a chunk say of one receipt. ``lines`` counts refused lines too: they have their position."""

    lines: int = 0
    kept: int = 0
    kind: str = ""
    customer: str = ""
    country: str = ""
    client_country: str = ""
    boutique: int | None = None
    currency: str = ""
    occurred_at: str = ""
    order: str = ""

    def take(self, line: Line) -> None:
        """Add a line. Raises CellError ``receipt_conflict`` when it contradicts an earlier one."""
        if not self.kept:
            self.kind, self.currency, self.occurred_at = line.kind, line.currency, line.occurred_at
            self.country = line.country
        elif line.currency != self.currency or (line.customer and self.customer and line.customer != self.customer):
            raise CellError("receipt_conflict", f"{line.reference} already has another customer or currency")
        if line.order and self.order and line.order != self.order:
            raise CellError("receipt_conflict", f"{line.reference} already has another order")
        if line.customer and not self.customer:
            self.customer, self.client_country = line.customer, line.client_country
        self.boutique = self.boutique or line.boutique
        self.order = self.order or line.order
        self.occurred_at = min(self.occurred_at, line.occurred_at)
        self.kept += 1


@dataclass
class PurchasesChunk(Chunk):
    """``lines`` and ``receipts`` in the column order of tables.LINE and tables.RECEIPT."""

    lines: str = ""
    receipts: str = ""


@dataclass
class ChunkParser:
    """Takes the rows of one chunk, in their order."""

    reader: LineReader
    receipts: dict[str, Receipt] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def parse(self, rows: list[Row]) -> PurchasesChunk:
        buffer = io.StringIO()
        write = csv.writer(buffer, lineterminator="\n").writerow
        for number, cells in rows:
            try:
                write(self._line(number, cells))
            except CellError as error:
                self.rejects.append(Reject(number, error.code, error.reason))
        return PurchasesChunk(rows[-1][0], len(rows), self.rejects, buffer.getvalue(), self._receipts())

    def _line(self, number: int, cells: list[str] | BrokenRow) -> tuple[object, ...]:
        if isinstance(cells, BrokenRow):
            self._position(cells.cells)
            raise cells.error
        receipt = self._position(cells)
        line = self.reader.read(cells)
        assert receipt is not None  # A line without a reference was refused by the reader.
        receipt.take(line)
        return (
            number, line.reference, receipt.lines, line.customer, line.currency, line.sku, line.is_product,
            line.description, line.quantity, line.unit_price,
        )  # fmt: skip

    def _position(self, cells: list[str]) -> Receipt | None:
        """Count the line on its receipt, whether it will be kept or not, so that a corrected file numbers alike."""
        try:
            reference = self.reader.references[cells[self.reader.key_column]][0]
        except (IndexError, CellError):
            return None
        receipt = self.receipts.get(reference)
        if receipt is None:
            receipt = self.receipts[reference] = Receipt()
        receipt.lines += 1
        return receipt

    def _receipts(self) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(
            (
                reference, each.lines, each.kept, each.kind, each.customer, each.country, each.client_country,
                each.boutique, each.currency, each.occurred_at or None,
                each.order,
            )
            for reference, each in self.receipts.items()
        )  # fmt: skip
        return buffer.getvalue()
