"""Prices as each language writes them."""

from decimal import Decimal

from django.utils import translation

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "¥", "HKD": "HK$", "AED": "AED", "CHF": "CHF"}
WITHOUT_CENTS = {"JPY", "KRW"}
# No-break space: an amount and its currency never part at the end of a line.
SPACE = "\u00a0"
# Languages that write the currency behind, with their thousands and decimals.
SEPARATORS = {"fr": str.maketrans({",": "\u202f", ".": ","}), "it": str.maketrans({",": ".", ".": ","})}


def written_price(amount: Decimal | str | None, currency: str) -> str:
    """``€1,250`` in English and Chinese, ``1 250 €`` in French, ``1.250 €`` in Italian; cents only if there are any."""
    if amount is None or amount == "":
        return ""
    value = Decimal(amount)
    places = 0 if currency in WITHOUT_CENTS or value == value.to_integral_value() else 2
    language = (translation.get_language() or "en").split("-")[0]
    figure = f"{abs(value):,.{places}f}".translate(SEPARATORS.get(language, {}))
    symbol, sign = SYMBOLS.get(currency, currency), "−" if value < 0 else ""
    if language in SEPARATORS:
        return f"{sign}{figure}{SPACE}{symbol}"
    return f"{sign}{symbol}{SPACE if len(symbol) > 1 else ''}{figure}"
