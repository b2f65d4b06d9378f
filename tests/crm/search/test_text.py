"""How names are folded to search words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.models import Client
from crm.search.text import compact_word, fold, phone_word, search_text_for, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉLODIE", "elodie"),
        ("Straße", "strasse"),
        ("Łukasz Øst", "lukasz ost"),
        ("İSTANBUL", "istanbul"),
        ("ｶﾐｰﾕ", "カミーユ"),
        ("김서연", "김서연"),
        ("Ёлкина", "елкина"),
        ("ﷴ", "محمد"),
    ],
)
def test_a_name_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.lists(st.tuples(st.sampled_from(["crm", "email", "phone", "loyalty"]), st.text())))
def test_search_words_are_distinct_and_one_blank_apart(name: str, identifiers: list[tuple[str, str]]) -> None:
    words = search_text_for(Client(given_name=name, family_name=name[::-1]), identifiers).split(" ")

    assert len(words) == len(set(words))
    assert "" not in words


def test_the_words_of_a_client_are_those_people_know() -> None:
    client = Client(uid="C-7F3K9M2QWX", given_name="Jean-Élie", family_name="O’Hara")
    identifiers = [
        ("email", "je.ohara@mail.example"),
        ("phone", "+33639980001"),
        ("loyalty", "AB12"),
        ("crm", "AURELLE:X-9"),
    ]

    assert search_text_for(client, identifiers).split() == [
        "o", "hara", "jean", "elie", "c-7f3k9m2qwx", "7f3k9m2qwx", "je.ohara@mail.example", "je", "ohara",
        "~10008993633", "ab12", "x9",
    ]  # fmt: skip


def test_a_chinese_name_gives_its_sound_and_every_ending_of_it() -> None:
    client = Client(uid="C-1", given_name="小明", family_name="王")

    assert search_text_for(client, []).split() == [
        "王", "小明", "wang", "xiaoming", "xiao", "ming", "wangxiaoming", "xiaomingwang", "王小明", "明", "c-1", "1",
    ]  # fmt: skip


def test_small_words() -> None:
    assert words_of("  Dior, M. camille@mail ") == ["dior", "m", "camille@mail"]
    assert phone_word("+33 6 39 98 00 01") == "~10008993633"
    assert compact_word("AB-12 34") == "ab1234"
