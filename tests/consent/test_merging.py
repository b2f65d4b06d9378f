"""What two allow who become one, where neither has the address any more."""

import pytest

from consent.merging import Place, Side, merged_decisions, quieter
from consent.models import Decision

PLACE = (1, 1, "email", "a" * 64)


def test_a_yes_on_an_address_that_nobody_has_does_not_travel() -> None:
    given = Decision(status="given")

    assert merged_decisions(Side({}, frozenset()), Side({PLACE: given}, frozenset())) == {}
    assert merged_decisions(Side({PLACE: given}, frozenset()), Side({}, frozenset())) == {PLACE: given}


def test_a_no_on_it_does() -> None:
    refused = Decision(status="refused")

    assert merged_decisions(Side({}, frozenset()), Side({PLACE: refused}, frozenset())) == {PLACE: refused}


@pytest.mark.parametrize("no", ["refused", "withdrawn", "pending", "expired"])
@pytest.mark.parametrize("place", [PLACE, (1, 1, "", "")])
def test_of_a_yes_and_a_no_the_no_holds_from_whichever_side(place: Place, no: str) -> None:
    given, stopped = Decision(status="given"), Decision(status=no)
    yes, other = Side({place: given}, frozenset([place[3]])), Side({place: stopped}, frozenset([place[3]]))

    assert merged_decisions(yes, other)[place] is stopped
    assert merged_decisions(other, yes)[place] is stopped


def test_of_two_wishes_for_silence_the_quieter_holds() -> None:
    assert quieter((None, 4), (None, 2)) == (None, 2)
    assert quieter((None, None), (None, None)) == (None, None)
