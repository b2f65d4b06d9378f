from datetime import date
from decimal import Decimal

import pytest

from clienteling.queries.words import (
    action_in_words,
    channel_in_sentence,
    channel_name,
    day_in_words,
    days_in_words,
    deed,
)
from clienteling.templatetags.money import money
from clienteling.templatetags.words import language_name, month_day, telephone
from consent.models import AccessEntry

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("4180.00"), "EUR", "€4,180"),
        (Decimal("9747747.93"), "GBP", "£9,747,747.93"),
        (Decimal("-450.5"), "EUR", "\u2212€450.50"),
        (Decimal("120000"), "JPY", "¥120,000"),
        (Decimal("12"), "SEK", "SEK\u00a012"),
        (None, "EUR", ""),
    ],
)
def test_money_is_grouped_and_carries_its_unit(amount: Decimal | None, currency: str, text: str) -> None:
    assert money(amount, currency) == text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 10), "today"),
        (date(2026, 3, 9), "yesterday"),
        (date(2026, 3, 6), "Friday"),
        (date(2026, 3, 3), "3 March"),
        (date(2025, 12, 24), "24 December 2025"),
    ],
)
def test_a_day_is_named_as_a_person_would(day: date, words: str) -> None:
    assert day_in_words(day, TODAY) == words


def test_how_long_ago_takes_the_unit_that_fits() -> None:
    found = [days_in_words(days) for days in (0, 1, 12, 59, 90, 400, 800)]

    assert found == ["today", "yesterday", "12 days", "59 days", "3 months", "13 months", "2 years"]


def test_an_action_names_her_or_him_where_the_address_says_so() -> None:
    found = [action_in_words("Write", "Madame"), action_in_words("Thank", "Mr."), action_in_words("Call", "")]

    assert found == ["Write to her", "Thank him", "Call"]


def test_channels_keep_their_capitals_only_as_names() -> None:
    assert (channel_name("email"), channel_in_sentence("email")) == ("E-mail", "e-mail")
    assert (channel_name("whatsapp"), channel_in_sentence("whatsapp")) == ("WhatsApp", "WhatsApp")


def test_a_key_date_that_is_none_stays_as_it_was_written() -> None:
    assert (month_day("12-09"), month_day("in spring")) == ("9 December", "in spring")


def test_a_telephone_number_is_written_as_it_is_read_aloud() -> None:
    assert [telephone(number) for number in ("+33639980003", "+8613812345678", "ask Bob")] == [
        "+33 6 39 98 00 03",
        "+86 138 1234 5678",
        "ask Bob",
    ]


def test_what_was_done_is_said_after_the_name_of_who_did_it() -> None:
    assert [deed(action) for action in AccessEntry.Action.values] == [
        "viewed", "searched", "checked in", "exported", "changed", "read", "opened",
    ]  # fmt: skip


def test_a_language_is_named_though_the_house_does_not_write_in_it() -> None:
    assert [language_name(code) for code in ("fr", "zh-Hans", "ru", "pt-BR", "xx")] == [
        "French", "Chinese", "Russian", "Portuguese", "xx",
    ]  # fmt: skip
