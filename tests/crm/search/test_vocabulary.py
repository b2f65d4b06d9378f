"""Beginnings and slips of the fingers, over the words there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from crm.search.vocabulary import Vocabulary

LETTERS = "abcdé王"
words = st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=40, unique=True)


def vocabulary_of(known: list[str]) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.learn((word, 1) for word in known)
    return vocabulary


@given(words, st.text(LETTERS, min_size=1, max_size=5))
def test_beginnings_are_those_that_a_look_at_every_word_finds(known: list[str], prefix: str) -> None:
    found = vocabulary_of(known).beginning_with(prefix)

    assert found == sorted(word for word in known if word.startswith(prefix))


@given(words, st.text(LETTERS, min_size=4, max_size=9))
def test_every_word_one_slip_away_is_found(known: list[str], typed: str) -> None:
    near = {word for word in known if OSA.distance(word, typed) <= 1}

    found = set(vocabulary_of(known).near(typed))

    assert found >= near
    assert not near or found == near


@pytest.mark.parametrize("typed", ["lauernt", "larent", "laurrent", "laurant", "aurent", "laurenz", "lautent"])
def test_a_mistyped_name_is_understood(typed: str) -> None:
    assert vocabulary_of(["laurent", "martin", "lavoisier"]).near(typed) == ["laurent"]


def test_a_long_name_is_understood_while_it_is_being_typed() -> None:
    assert vocabulary_of(["papadopoulos", "pavlov"]).near("papadpo") == ["papadopoulos"]


def test_short_words_are_not_guessed() -> None:
    assert vocabulary_of(["lin"]).near("lim") == []


def test_the_more_frequent_comes_first() -> None:
    vocabulary = Vocabulary()
    vocabulary.learn([("maria", 3), ("marie", 9)])

    assert vocabulary.near("marix") == ["marie", "maria"]
    assert vocabulary.count(["maria", "marie", "nobody"]) == 12


def test_many_words_at_once_and_few_by_few_are_the_same() -> None:
    known = [
        f"{first}{second}{third}" for first in "abcdefghijk" for second in "lmnopqrstuv" for third in "wxyzabcdefgh"
    ]
    at_once, by_one = vocabulary_of(known), vocabulary_of([])

    for word in known:
        by_one.learn([(word, 1)])

    assert at_once.beginning_with("") == by_one.beginning_with("") == sorted(known)
