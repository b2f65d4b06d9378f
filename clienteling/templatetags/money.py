"""Amounts as a person writes them."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "CN¥", "HKD": "HK$", "CHF": "CHF\u00a0"}
WITHOUT_CENTS = {"JPY", "KRW"}


@register.filter
def money(amount: Decimal | int | float | None, currency: str) -> str:
    """``€4,180``: grouped by thousands, cents only where there are some, a true minus before a return."""
    if amount is None:
        return ""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    is_whole = currency in WITHOUT_CENTS or exact == exact.to_integral_value()
    figure = f"{abs(exact):,.{0 if is_whole else 2}f}"
    sign = "\u2212" if exact < 0 else ""
    return f"{sign}{SYMBOLS.get(currency, currency + chr(160))}{figure}"
