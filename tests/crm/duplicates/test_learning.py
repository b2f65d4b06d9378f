"""What is learnt is trusted only where it is about persons."""

from dataclasses import replace

from crm.duplicates.learning import is_plausible
from crm.duplicates.standing import standing_model


def test_a_model_whose_matches_agree_is_plausible() -> None:
    assert is_plausible(standing_model(20_000))


def test_a_model_that_took_relatives_for_matches_is_not() -> None:
    standing = standing_model(20_000)
    births = standing.names.index("birth")
    match = [*standing.match[:births], (0.95, 0.01, 0.02, 0.005, 0.015), *standing.match[births + 1 :]]

    assert not is_plausible(replace(standing, match=tuple(match)))
