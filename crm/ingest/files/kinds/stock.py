"""Stock: one line of the file is the figure of one article in one boutique, as counted there."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, boutique, text, whole
from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.base import Outcome, RecordKind
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.models import Stock, Variant

STOCK_FIELDS = (
    Field("sku", "The article's own code", text(60), is_required=True),
    Field("boutique", "Code of the boutique", boutique, is_required=True),
    Field("quantity", "Pieces", whole(least=0), is_required=True, looks="number"),
)  # fmt: skip


@dataclass(frozen=True)
class StockRow:
    sku: str
    boutique: int
    quantity: int

    @property
    def key(self) -> str:
        return f"{self.boutique}|{self.sku}"


class StockFigures(RecordKind):
    """See kinds.Kind. The figure replaces the one before; the last line of an article and place counts."""

    name: ClassVar[str] = "stock"
    title: ClassVar[str] = "Stock"
    fields = STOCK_FIELDS
    options: ClassVar[dict[str, Any]] = {"sku_prefix": ""}

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._figures, self._variants = Things(), dict[str, int]()

    def record(self, values: Values) -> StockRow:
        return StockRow(self.settings["sku_prefix"] + values["sku"], values["boutique"], values["quantity"])

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, StockRow]]) -> Outcome:
        skus = {row.sku for _, row in records}
        mine = Variant.objects.filter(sku__in=skus, product__brand_id=self.brand.pk)
        self._variants, outcome = dict(mine.values_list("sku", "pk")), Outcome()
        before = self.known_before(cursor, (row.key for _, row in records))
        self._figures = Things.of(self._kept({row.boutique for _, row in records}), before)
        for line, row in records:
            if row.sku in self._variants:
                self._figures.put(row.key, {"quantity": row.quantity})
            else:
                outcome.reject(line, CellError("sku_unknown", f"{row.sku} is no article of this brand"))
        outcome.new = Counter({"stock figures": len(self._figures.made), "changed": len(self._figures.changed)})
        outcome.states = self._figures.after
        return outcome

    def _kept(self, boutiques: set[int]) -> dict[str, tuple[int, State]]:
        """In the order of the variants, as a sale moves them."""
        rows = Stock.objects.filter(variant__in=self._variants.values(), boutique__in=boutiques)
        rows = rows.order_by("variant", "boutique").select_related("variant")
        if self.locks:
            rows = rows.select_for_update(no_key=True, of=("self",))
        return {f"{row.boutique_id}|{row.variant.sku}": (row.pk, {"quantity": row.quantity}) for row in rows}

    def keep(self, cursor: CursorWrapper) -> None:
        made = []
        for key, state in self._figures.made.items():
            place, sku = key.split("|", 1)
            made.append(Stock(variant_id=self._variants[sku], boutique_id=int(place), quantity=state["quantity"]))
        Stock.objects.bulk_create(sorted(made, key=lambda each: (each.variant_id, each.boutique_id)))
        changed = [
            Stock(pk=self._figures.ids[key], quantity=state["quantity"], updated_at=self.now)
            for key, state in self._figures.changed.items()
        ]
        Stock.objects.bulk_update(changed, ["quantity", "updated_at"], batch_size=500)
