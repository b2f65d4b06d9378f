"""Why a hit is in the list, said where the name does not show it."""

import pytest

from crm.models import Client
from crm.search.reasons import reasons_found
from crm.search.text import search_text_for

HELD = [("email", "cami.l@mail.example"), ("phone", "+33639980001"), ("loyalty", "LY12345")]


def known(given: str, family: str) -> Client:
    client = Client(uid="C-7F3K9M2QWX", given_name=given, family_name=family)
    client.search_text = search_text_for(client, HELD)
    return client


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("camille laur", []),
        ("LAURENT", []),
        ("0001", ["Telephone ends 0001"]),
        ("06 39 98 00 01", ["Telephone ends 639980001"]),
        ("ly 123", ["Card or number LY12345"]),
        ("c-7f3", ["Unique id C-7F3K9M2QWX"]),
        ("cami.l@", ["E-mail cami.l@mail.example"]),
        ("camile laurnet", ["Spelt camille", "Spelt laurent"]),
        ("camille 0001", ["Telephone ends 0001"]),
        ("", []),
        ("zzz", []),
    ],
)
def test_what_the_name_does_not_show_is_said(text: str, reasons: list[str]) -> None:
    assert reasons_found(known("Camille", "Laurent"), text) == reasons


@pytest.mark.parametrize(("text", "reasons"), [("xiaom", ["Sounds xiaom"]), ("小明", []), ("王小", []), ("明", [])])
def test_a_chinese_name_is_found_by_its_sound(text: str, reasons: list[str]) -> None:
    assert reasons_found(known("小明", "王"), text) == reasons
