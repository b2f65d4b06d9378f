"""Products: one line of the file is one variant at one price; lines of the same code are one product."""

from collections import Counter
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.currencies import CURRENCIES
from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds.base import Outcome, RecordKind
from crm.ingest.files.kinds.products.fields import PRODUCT_FIELDS, ProductRow, product_row
from crm.ingest.files.kinds.products.known import NEW_PRODUCT, NEW_VARIANT, Catalogue, keys_of, load_catalogue
from crm.ingest.files.kinds.products.write import write_catalogue
from crm.ingest.files.records import Values

Key = str


class Products(RecordKind):
    """See kinds.Kind. What the file says wins; what it leaves empty stays as it is."""

    name: ClassVar[str] = "products"
    title: ClassVar[str] = "Products"
    fields = PRODUCT_FIELDS
    options: ClassVar[dict[str, Any]] = {"language": "", "currency": "", "sku_prefix": ""}

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._language = self.settings["language"] or self.brand.language
        self._currency = self.settings["currency"] or self.brand.currency
        if self._currency not in CURRENCIES:
            raise self.mapping.wrong("currency in [options] must be a code such as EUR")
        self._catalogue = Catalogue()

    def record(self, values: Values) -> ProductRow:
        return product_row(
            values, language=self._language, currency=self._currency, sku_prefix=self.settings["sku_prefix"]
        )

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, ProductRow]]) -> Outcome:
        rows = [row for _, row in records]
        before = self.known_before(cursor, (key for row in rows for key in keys_of(row)))
        self._catalogue = load_catalogue(rows, self.brand, before, locks=self.locks)
        outcome = Outcome()
        for line, row in records:
            try:
                self._take(row)
            except CellError as error:
                outcome.reject(line, error)
        made = self._catalogue.made
        outcome.new = Counter({name: len(things) for name, things in made.items()})
        outcome.new["changed"] = self._catalogue.changes
        outcome.states = self._catalogue.after
        return outcome

    def _take(self, row: ProductRow) -> None:
        """Raises CellError ``sku_taken``."""
        known, catalogue = self._catalogue.variants.get(row.sku), self._catalogue
        if row.sku in catalogue.foreign or (known and known["product"] != row.code):
            raise CellError("sku_taken", f"{row.sku} is a variant of another product already")
        if row.category:
            names = {self._language: row.category_name} if row.category_name else {}
            catalogue.categories.fill(row.category, {"names": names}, {"names": {}})
        catalogue.products.fill(row.code, self._product(row), NEW_PRODUCT)
        catalogue.variants.fill(row.sku, {"product": row.code, **row.variant}, NEW_VARIANT)
        if row.price is not None:
            price = f"{row.sku}|{row.currency}|{row.country}"
            catalogue.prices.put(price, {"amount": str(row.price.quantize(Catalogue.CENT))})

    def _product(self, row: ProductRow) -> dict[str, Any]:
        before: dict[str, Any] = self._catalogue.products.get(row.code) or NEW_PRODUCT
        said = row.product | {"category": row.category}
        said["names"] = {**before["names"], **row.names}
        said["descriptions"] = {**before["descriptions"], **row.descriptions}
        return said

    def keep(self, cursor: CursorWrapper) -> None:
        write_catalogue(self._catalogue, self.brand)
