"""Prices as each language writes them."""

from decimal import Decimal

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "¥", "CHF": "CHF", "HKD": "HK$"}
_NARROW_SPACE = "\u202f"
_SPACE = "\u00a0"


def price_text(amount: Decimal, currency: str, language: str) -> str:
    """Without cents where there are none: ``€1,250`` in English and Chinese, ``1 250 €`` in French, ``1.250 €``
    in Italian."""
    symbol = _SYMBOLS.get(currency, currency)
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if language == "fr":
        return digits.replace(",", _NARROW_SPACE).replace(".", ",") + _SPACE + symbol
    if language == "it":
        return digits.translate(str.maketrans(",.", ".,")) + _SPACE + symbol
    return f"{symbol}{_SPACE}{digits}" if symbol.isalpha() else f"{symbol}{digits}"
