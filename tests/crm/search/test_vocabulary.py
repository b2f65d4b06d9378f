"""Beginnings and slips of the fingers, over the words there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rapidfuzz.distance import OSA

from crm.models import SearchWord
from crm.search.vocabulary import MOST_WORDS, Words, words_begun, words_near

pytestmark = pytest.mark.django_db
LETTERS = "abcdé王"
words = st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=40, unique=True)


def know(*known: str, count: int = 1) -> None:
    SearchWord.objects.bulk_create(SearchWord(word=word, count=count) for word in known)


class AnyWords(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(words, st.text(LETTERS, min_size=1, max_size=5))
    def test_beginnings_are_those_that_a_look_at_every_word_finds(self, known: list[str], prefix: str) -> None:
        know(*known)

        begun = sorted(word for word in known if word.startswith(prefix))
        assert words_begun([prefix])[0] == {prefix: Words(tuple(begun), len(begun))}

    @settings(max_examples=60, deadline=None)
    @given(words, st.text(LETTERS, min_size=4, max_size=9))
    def test_every_word_one_slip_away_is_found(self, known: list[str], typed: str) -> None:
        know(*known)

        near = {word for word in known if OSA.distance(word, typed) <= 1}
        found = set(words_near(typed).words)
        assert found >= near
        assert not near or found == near


@pytest.mark.parametrize("typed", ["lauernt", "larent", "laurrent", "laurant", "aurent", "laurenz", "lautent"])
def test_a_mistyped_name_is_understood(typed: str) -> None:
    know("laurent", "martin", "lavoisier", count=3)

    assert words_near(typed) == Words(("laurent",), 3)


def test_a_long_name_is_understood_while_it_is_being_typed() -> None:
    know("papadopoulos", "pavlov")

    assert words_near("papadpo") == Words(("papadopoulos",), 1)


def test_short_words_are_not_guessed() -> None:
    know("lin")

    assert words_near("lim") == Words()


def test_the_more_frequent_comes_first() -> None:
    know("maria", count=3)
    know("marie", count=9)

    assert words_near("marix") == Words(("marie", "maria"), 12)


def test_of_many_words_only_the_first_are_told_and_all_are_counted() -> None:
    know(*(f"{first}{second}" for first in "abcdefghij" for second in "klmnopqrst"), count=2)

    begun, _ = words_begun(["", "a", "b"])

    assert (len(begun[""].words), begun[""].count) == (MOST_WORDS + 1, 200)
    assert begun["a"] == Words(tuple(f"a{letter}" for letter in "klmnopqrst"), 20)


def test_several_words_are_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        words_begun(["ann", "bea", "ann"])
    with django_assert_num_queries(0):  # type: ignore[operator]
        words_begun([])
