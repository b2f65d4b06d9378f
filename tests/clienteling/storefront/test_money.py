"""Prices as each language writes them."""

import pytest
from django.utils import translation

from clienteling.storefront.money import written_price


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("en", "1250.00", "EUR", "€1,250"),
        ("en", "1250.50", "GBP", "£1,250.50"),
        ("fr", "1250.50", "EUR", "1\u202f250,50\u00a0€"),
        ("it", "1250.50", "EUR", "1.250,50\u00a0€"),
        ("zh-hans", "12500.00", "CNY", "¥12,500"),
        ("en", "98000.00", "JPY", "¥98,000"),
        ("en", "1250.00", "AED", "AED\u00a01,250"),
        ("fr", "-270.00", "EUR", "−270\u00a0€"),
        ("en", None, "EUR", ""),
    ],
)
def test_a_price_follows_the_language(language: str, amount: str | None, currency: str, written: str) -> None:
    with translation.override(language):
        assert written_price(amount, currency) == written
