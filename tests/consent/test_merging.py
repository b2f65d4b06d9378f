"""What two allow who become one, where neither has the address any more."""

from consent.merging import Side, merged_decisions, quieter
from consent.models import Decision

PLACE = (1, 1, "email", "a" * 64)


def test_a_yes_on_an_address_that_nobody_has_does_not_travel() -> None:
    given = Decision(status="given")

    assert merged_decisions(Side({}, frozenset()), Side({PLACE: given}, frozenset())) == {}
    assert merged_decisions(Side({PLACE: given}, frozenset()), Side({}, frozenset())) == {PLACE: given}


def test_a_no_on_it_does() -> None:
    refused = Decision(status="refused")

    assert merged_decisions(Side({}, frozenset()), Side({PLACE: refused}, frozenset())) == {PLACE: refused}


def test_of_two_wishes_for_silence_the_quieter_holds() -> None:
    assert quieter((None, 4), (None, 2)) == (None, 2)
    assert quieter((None, None), (None, None)) == (None, None)
