"""One property of an event as a value of its type. Raises EventUnusable with the path of the property."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from crm.ingest.ecommerce.currencies import CURRENCIES
from crm.ingest.ecommerce.errors import EventUnusable

Properties = Mapping[str, Any]
# Twelve digits of which three are decimals: what a line's unit price holds.
_PRICE_LIMIT = Decimal(10) ** 9
_PRICE_STEP = Decimal("0.001")
MOST_PIECES = 10_000


def text(properties: Properties, *names: str) -> str:
    """The first of these that says something, a number in its digits; else empty."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        if written := str(value).strip():
            return written
    return ""


def reference(properties: Properties, name: str, longest: int) -> str:
    value = text(properties, name)
    if not value:
        raise EventUnusable(f"{name}_missing", name, "It is missing.")
    if len(value) > longest:
        raise EventUnusable(f"{name}_invalid", name, f"It has more than {longest} characters.")
    return value


def price(properties: Properties, name: str, path: str) -> Decimal | None:
    """An amount of money that is not negative; None where there is none."""
    value = amount(properties, name, path)
    if value is not None and value < 0:
        raise EventUnusable("negative_price", path, "A price is not negative.")
    return value


def amount(properties: Properties, name: str, path: str) -> Decimal | None:
    value = properties.get(name)
    if value is None or value == "":
        return None
    try:
        # By its digits: a number of JSON has no binary rest for whoever wrote it.
        number = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise EventUnusable("price_invalid", path, "It is not a number.")
    if abs(number) >= _PRICE_LIMIT:
        raise EventUnusable("amount_too_large", path, "It is beyond what is kept.")
    return number.quantize(_PRICE_STEP)


def quantity(properties: Properties, path: str, absent: int | None = 1) -> int | None:
    value = properties.get("quantity")
    if value is None or value == "":
        return absent
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or number != number.to_integral_value() or not 1 <= number <= MOST_PIECES:
        raise EventUnusable("quantity_invalid", path, f"It is a whole number from 1 to {MOST_PIECES}.")
    return int(number)


def currency(properties: Properties, absent: str) -> str:
    """The code in capitals; that of the brand where none is named."""
    value = text(properties, "currency").upper() or absent
    if value not in CURRENCIES:
        raise EventUnusable("unknown_currency", "currency", "It is no currency code of ISO 4217.")
    return value
