"""Purchases: one line of the file is one line of a receipt."""

from collections.abc import Mapping as Lookup
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from crm.actions.source_figures import note_told
from crm.identity.erased import hold_gate
from crm.ingest.files.errors import Reject
from crm.ingest.files.kinds import Chunk, Kind, Stored
from crm.ingest.files.kinds.purchases import foresee, kept, tables
from crm.ingest.files.kinds.purchases.erased import drop_erased
from crm.ingest.files.kinds.purchases.fields import LineReader, Options
from crm.ingest.files.kinds.purchases.names import PURCHASE_FIELDS
from crm.ingest.files.kinds.purchases.orders import examine_orders
from crm.ingest.files.kinds.purchases.parse import ChunkParser, PurchasesChunk
from crm.ingest.files.kinds.purchases.store import store_chunk
from crm.ingest.files.mapping import Mapping
from crm.ingest.files.rows import Row
from crm.models import Boutique, Brand, Purchase
from crm.signals import purchases_recorded

ANNOUNCED_AT_ONCE = 1_000
# Each order is locked by its number, and the database has room for some thousands of such locks.
WITH_ORDERS = 2_000


class Purchases(Kind):
    """Receipts grouped by their reference, wherever in the file their lines stand. See kinds.Kind."""

    name: ClassVar[str] = "purchases"
    title: ClassVar[str] = "Purchases"
    fields = PURCHASE_FIELDS
    # As a screen offers them, each with its type; what stands without them is in fields.Options.
    options: ClassVar[dict[str, Any]] = {
        "currency": "", "language": "", "customer_prefix": "", "sku_prefix": "", "return_prefix": "",
        "create_products": False,
    }  # fmt: skip
    # Large enough for set-based statements, small enough for memory and for locks.
    chunk_size: int = 20_000
    is_dry: bool = False

    def __init__(self, mapping: Mapping, header: list[str], brand: Brand, *, now: datetime) -> None:
        self._brand, self._source, self._now = brand, mapping.source, now
        self._options = Options.of(mapping, brand)
        boutiques = dict(Boutique.objects.filter(brand_id=brand.pk).values_list("code", "id"))
        self._reader = LineReader(mapping, header, self._options, boutiques, now)
        self.key_column: int | None = self._reader.key_column
        if self._reader.has_orders:
            self.chunk_size = WITH_ORDERS

    @property
    def readers(self) -> Lookup[str, Any]:  # type: ignore[override]
        return self._reader.readers

    def parse(self, rows: list[Row]) -> Chunk:
        return ChunkParser(self._reader).parse(rows)

    def begin(self, cursor: CursorWrapper) -> None:
        tables.make_tables(cursor)

    def stage(self, cursor: CursorWrapper, chunk: PurchasesChunk) -> None:
        tables.stage_chunk(cursor, chunk)

    def measure(self, cursor: CursorWrapper) -> dict[str, int | Decimal]:
        return tables.staged_figures(cursor)

    def examine(self, cursor: CursorWrapper) -> list[Reject]:
        hold_gate(is_erasing=False)
        rejects = drop_erased(cursor) + kept.drop_kept(cursor, self._brand.pk, self._source)
        return rejects + (examine_orders(cursor, self._brand, self._source) if self._reader.has_orders else [])

    def store(self, cursor: CursorWrapper) -> Stored:
        stored = store_chunk(cursor, self._brand, self._source, self._options, self._now)
        note_told(self._brand, self._source, len(stored.announcement), at=self._now)
        return stored

    def foresee(self, cursor: CursorWrapper) -> None:
        foresee.note_foreseen(cursor, self._brand)

    def settle(self, cursor: CursorWrapper) -> None:
        tables.settle_chunk(cursor)

    def totals(self, cursor: CursorWrapper) -> dict[str, int]:
        return tables.file_totals(cursor)

    def foreseen(self, cursor: CursorWrapper) -> dict[str, int]:
        return foresee.foreseen(cursor, makes_products=self._options.create_products)

    def announce(self, ids: list[int]) -> None:
        for start in range(0, len(ids), ANNOUNCED_AT_ONCE):
            purchases_recorded.send(sender=Purchase, purchase_ids=ids[start : start + ANNOUNCED_AT_ONCE])
