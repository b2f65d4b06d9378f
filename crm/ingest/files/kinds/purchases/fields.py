"""The columns of a purchases file, and how one line of it becomes values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.ingest.files.cells import (
    Cells,
    Constant,
    TextRule,
    code_reader,
    cut_reader,
    decimal_reader,
    integer_reader,
    moment_reader,
    shown,
    text_reader,
)
from crm.ingest.files.columns import column_indexes
from crm.ingest.files.currencies import CURRENCIES
from crm.ingest.files.errors import CellError, ImportFileError
from crm.ingest.files.mapping import Mapping
from crm.models import Brand, Purchase

REQUIRED = ("reference", "sku", "quantity", "occurred_at", "unit_price")
FIELDS = (*REQUIRED, "customer", "description", "country", "currency", "boutique", "order")
WITH_VALUES = {"country", "currency", "boutique"}
# A tenth of what numeric(14, 2) holds, which the sum of a receipt must fit too.
AMOUNT_LIMIT = Decimal(10) ** 11
ISO_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True)
class Options:
    """The ``[options]`` of a purchases mapping. The prefixes keep codes of several sources apart."""

    currency: str
    language: str
    customer_prefix: str
    sku_prefix: str = ""
    return_prefix: str = ""
    create_products: bool = False
    not_products: tuple[str, ...] = ()

    @classmethod
    def of(cls, mapping: Mapping, brand: Brand) -> "Options":
        """Check the mapping by the names of this kind. Raises ImportFileError ``mapping_invalid``."""
        mapping.require(columns=REQUIRED, known=FIELDS, values=WITH_VALUES, options=cls.__dataclass_fields__)
        standing = {"currency": brand.currency, "language": brand.language, "customer_prefix": f"{brand.code}:"}
        options = cls(**{**standing, **{name: _typed(name, value) for name, value in mapping.options.items()}})
        if options.currency not in CURRENCIES:
            raise ImportFileError("mapping_invalid", "currency in [options] must be a code such as EUR.")
        return options


def _typed(name: str, value: Any) -> Any:
    """A text, except for the two that are something else. Raises ImportFileError ``mapping_invalid``."""
    if name == "not_products" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if name != "not_products" and type(value) is (bool if name == "create_products" else str):
        return value
    wanted = {"not_products": "a list of texts", "create_products": "true or false"}.get(name, "a text")
    raise ImportFileError("mapping_invalid", f"{name} in [options] must be {wanted}.")


class Line(NamedTuple):
    """One line. ``customer`` is the identifier in the namespace crm, or empty; ``occurred_at`` is ISO 8601 in UTC."""

    reference: str
    kind: str
    customer: str
    country: str
    client_country: str
    boutique: int | None
    currency: str
    occurred_at: str
    sku: str
    is_product: bool
    description: str
    quantity: int
    unit_price: Decimal
    order: str


class LineReader:
    """Cells to a Line. Raises CellError for a line that cannot be kept."""

    def __init__(
        self, mapping: Mapping, header: list[str], options: Options, boutiques: dict[str, int], now: datetime
    ) -> None:
        self._mapping, self._options, self._width = mapping, options, len(header)
        self._indexes = column_indexes(mapping.columns, header)
        # An absent column is read from any cell, by a Constant that does not look at it.
        self._pick = itemgetter(*(self._indexes.get(name, 0) for name in FIELDS))
        point, thousands = mapping.file["decimal"], mapping.file["thousands"]
        self.references = Cells(self._reference_reader())
        self._skus = Cells(self._sku_reader())
        self._quantities = Cells(integer_reader("quantity", point=point, thousands=thousands))
        self._prices = Cells(decimal_reader("unit_price", point=point, thousands=thousands, places=3, digits=9))
        self._moments = Cells(moment_reader("occurred_at", form=mapping.file["date"], zone=mapping.zone, now=now))
        self._customers = self._cells("customer", self._customer_reader(), "")
        self._descriptions = self._cells("description", cut_reader(200), "")
        self._countries = self._cells("country", self._country_reader(), ("", ""))
        self._currencies = self._cells("currency", self._currency_reader(), options.currency)
        self._orders = self._cells("order", self._text("order", 80), "")
        self._boutiques = self._cells("boutique", self._boutique_reader(boutiques), None)

    @property
    def key_column(self) -> int:
        return self._indexes["reference"]

    @property
    def has_orders(self) -> bool:
        return "order" in self._indexes

    @property
    def readers(self) -> dict[str, Cells[Any] | Constant[Any]]:
        """The reading of single cells, of the columns that the file has."""
        readers: dict[str, Cells[Any] | Constant[Any]] = {
            "reference": self.references, "sku": self._skus, "quantity": self._quantities,
            "occurred_at": self._moments, "unit_price": self._prices, "customer": self._customers,
            "description": self._descriptions, "country": self._countries, "currency": self._currencies,
            "boutique": self._boutiques, "order": self._orders,
        }  # fmt: skip
        return {name: reader for name, reader in readers.items() if name in self._indexes}

    def read(self, cells: list[str]) -> Line:
        if len(cells) != self._width:
            raise CellError("columns_wrong", f"{len(cells)} cells where the header has {self._width}")
        reference, sku, quantity, moment, price, customer, description, country, currency, boutique, order = self._pick(
            cells
        )
        number, unit_price = self._quantities[quantity], self._prices[price]
        if abs(number * unit_price) >= AMOUNT_LIMIT:
            raise CellError("amount_too_large", f"{number} × {unit_price} is beyond what is kept")
        (code, kind), (article, is_product) = self.references[reference], self._skus[sku]
        country, client_country = self._countries[country]
        return Line(
            code,
            kind,
            self._customers[customer],
            country,
            client_country,
            self._boutiques[boutique],
            self._currencies[currency],
            self._moments[moment],
            article,
            is_product,
            self._descriptions[description],
            number,
            unit_price,
            self._orders[order],
        )

    def _cells(self, name: str, read: Callable[[str], Any], absent: Any) -> Cells[Any] | Constant[Any]:
        return Cells(read) if name in self._indexes else Constant(absent)

    def _text(self, name: str, longest: int, prefix: str = "", is_required: bool = False) -> Callable[[str], str]:
        pattern, is_upper = self._mapping.patterns.get(name, ""), name in self._mapping.upper
        return text_reader(name, TextRule(longest, is_required, pattern, is_upper, prefix))

    def _reference_reader(self) -> Callable[[str], tuple[str, str]]:
        text, prefix = self._text("reference", 80, is_required=True), self._options.return_prefix

        def read(cell: str) -> tuple[str, str]:
            reference = text(cell)
            is_return = bool(prefix) and reference.startswith(prefix)
            return reference, (Purchase.Kind.RETURN if is_return else Purchase.Kind.SALE).value

        return read

    def _sku_reader(self) -> Callable[[str], tuple[str, bool]]:
        prefix, others = self._options.sku_prefix, frozenset(self._options.not_products)
        text = self._text("sku", 60, prefix, is_required=True)

        def read(cell: str) -> tuple[str, bool]:
            sku = text(cell)
            return sku, sku.removeprefix(prefix) not in others

        return read

    def _customer_reader(self) -> Callable[[str], str]:
        text, prefix = self._text("customer", 200), self._options.customer_prefix

        def read(cell: str) -> str:
            try:
                return prefix + normalise_identifier("crm", text(cell))
            except IdentityError:
                # Empty, or a placeholder such as "null": an anonymous sale, and never one giant person.
                return ""

        return read

    def _country_reader(self) -> Callable[[str], tuple[str, str]]:
        """What the source writes, and the ISO code of it; empty where the mapping has none."""
        text, codes = self._text("country", 60), self._mapping.values.get("country", {})

        def read(cell: str) -> tuple[str, str]:
            country = text(cell)
            return country, codes.get(country, country if ISO_COUNTRY.fullmatch(country) else "")

        return read

    def _currency_reader(self) -> Callable[[str], str]:
        text, codes = self._text("currency", 20), self._mapping.values.get("currency", {})

        def read(cell: str) -> str:
            currency = codes.get(text(cell), text(cell)) or self._options.currency
            if currency not in CURRENCIES:
                raise CellError("currency_invalid", f"{shown(cell)} is not a currency code such as EUR")
            return currency

        return read

    def _boutique_reader(self, boutiques: dict[str, int]) -> Callable[[str], int | None]:
        codes, identify = self._mapping.values.get("boutique", {}), code_reader("boutique", boutiques)
        return lambda cell: identify(codes.get(cell.strip(), cell))
