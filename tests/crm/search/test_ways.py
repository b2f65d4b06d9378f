"""Whichever way is taken, the same clients come in the same order, on pages of any size."""

from itertools import product
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.models import Boutique, Brand, Client, Membership, User
from crm.queries.clients import found_page, search_clients
from crm.search.text import search_line
from crm.search.upkeep import count_search_words
from tests.factories import make_known_client

KEYS = ("name_key", "given_key", "sound_key")
# Never walked, never gathered at a boutique, never looked up by itself; and always.
bounds = st.tuples(*[st.sampled_from([0, 10_000])] * 3)
syllables = st.sampled_from(["an", "ann", "na", "bo", "anna", "bea", "王", "小明", "O'", "de la "])
names = st.builds("".join, st.lists(syllables, max_size=3)).map(str.title)
typed_words = st.lists(st.sampled_from(["a", "an", "ann", "anna", "na", "b", "bo", "w", "wang", "王", "小", "o", "la"]),
                       min_size=1, max_size=3)  # fmt: skip


def plainly(clients: list[Client], typed: list[str]) -> list[int]:
    """Every client looked at: who has a word that begins so for each typed word, in the order of decision 13."""
    distinct = list(dict.fromkeys(typed))
    ways = list(product(KEYS, distinct))

    def leads(client: Client, key: str, word: str) -> bool:
        name: str = getattr(client, key)
        return name.startswith(word) and all(f" {other}" in name for other in distinct if other != word)

    def place(client: Client) -> tuple[int, str, int]:
        rank = next((number for number, way in enumerate(ways) if leads(client, *way)), len(ways))
        return rank, getattr(client, [*(key for key, _ in ways), "name_key"][rank]), client.pk

    def is_meant(client: Client) -> bool:
        own = {client.uid.lower(), client.uid.lower()[2:]}
        words = [word for word in client.search_text.split() if word not in own]
        return all(any(word.startswith(each) for word in words) for each in distinct)

    return [client.pk for client in sorted(filter(is_meant, clients), key=place)]


class AnyNames(TestCase):
    def a_boutique(self) -> Boutique:
        brand = Brand.objects.create(code="AURELLE", name="Aurelle")
        return Boutique.objects.create(brand=brand, code="PARIS", name="Paris", country="FR", timezone="Europe/Paris")

    def somebody(self, role: str, boutique: Boutique | None) -> User:
        user = User.objects.create(email=f"{role}@house.example")
        brand = boutique.brand if boutique else None
        Membership.objects.create(user=user, role=role, boutique=boutique, brand=brand)
        return user

    @settings(max_examples=80, deadline=None)
    @given(st.lists(st.tuples(names, names), max_size=8), typed_words, st.sampled_from([1, 2, 25]), bounds)
    def test_every_way_gives_what_a_look_at_everybody_gives(
        self, people: list[tuple[str, str]], typed: list[str], size: int, bounds: tuple[int, int, int]
    ) -> None:
        boutique = self.a_boutique()
        for given_name, family_name in people:
            make_known_client(boutique, given_name, family_name=family_name)
        count_search_words()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE crm_client")
        expected = plainly(list(Client.objects.all()), typed)
        text = " ".join(typed)

        for user in (self.somebody("hq", None), self.somebody("advisor", boutique)):
            with (
                patch("crm.search.needle.FEW", bounds[0]),
                patch("crm.queries.clients.GATHERED", bounds[1]),
                patch("crm.search.words.RARE", bounds[2]),
            ):
                found = paged(user, text, size)
                assert list(search_clients(user, text).values_list("pk", flat=True)) == found
            # Of what nobody is called, those are found who are called nearly so.
            assert found == expected or not expected


def paged(user: User, text: str, size: int) -> list[int]:
    """The ids on all pages, one after the other."""
    ids: list[int] = []
    after = ""
    while True:
        page = found_page(user, text, size=size, after=after, narrowed=Q())
        ids += page.ids
        after = page.after
        if not after:
            return ids


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_name", "family_name", "keys"),
    [
        ("Camille", "Laurent", ("laurent camille c-1 1", "camille laurent", "")),
        ("María José", "de la Cruz", ("de la cruz maria jose c-1 1", "maria jose de la cruz", "")),
        ("Jean-Élie", "d’Arc", ("d arc jean elie c-1 1", "jean elie d arc", "")),
        ("Cher", "", ("cher c-1 1", "cher", "")),
        ("", "Laurent", ("laurent c-1 1", "laurent", "")),
        ("", "", ("c-1 1", "c-1 1", "")),
        (
            "小明", "王",
            (
                "王 小明 wang xiaoming xiao ming wangxiaomin", "小明 王 wang xiaoming xiao ming wangxiaomin",
                "wang xiaoming xiao ming wangxiaoming xia",
            ),
        ),
        ("서연", "김", ("김 서연 김서연 연 c-1 1", "서연 김 김서연 연", "김서연 연 김 서연")),
    ],
    ids=["two", "many", "joined", "given alone", "family alone", "nobody", "han", "hangul"],
)  # fmt: skip
def test_a_name_is_kept_in_the_orders_in_which_it_is_said(
    given_name: str, family_name: str, keys: tuple[str, ...]
) -> None:
    client = make_client_of(given_name, family_name)

    assert tuple(getattr(client, key) for key in KEYS) == keys


def make_client_of(given_name: str, family_name: str) -> Client:
    line = search_line("C-1", given_name, family_name, [])
    return Client.objects.create(uid="C-1", given_name=given_name, family_name=family_name, search_text=line)
