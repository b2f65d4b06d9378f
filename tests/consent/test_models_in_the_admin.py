"""What an administrator types is judged before the database would refuse it."""

import pytest
from django.core.exceptions import ValidationError

from consent.models import Purpose, RetentionRule
from consent.models.retention import SET_BY_THE_HOUSE
from consent.registry.retention import Retention

CODE = SET_BY_THE_HOUSE[0][0]
ENDS = next(each.bounds for each in Retention if each.code == CODE and each.bounds)


@pytest.mark.parametrize("days", [ENDS.least - 1, ENDS.most + 1])
def test_a_length_beyond_its_bounds_is_refused_with_the_bounds(days: int) -> None:
    with pytest.raises(ValidationError) as refused:
        RetentionRule(category=CODE, days=days).clean()

    assert refused.value.message_dict == {"days": [f"Between {ENDS.least} and {ENDS.most} days."]}


@pytest.mark.parametrize("days", [ENDS.least, ENDS.most])
def test_a_length_within_them_is_taken(days: int) -> None:
    rule = RetentionRule(category=CODE, days=days)
    rule.clean()

    assert str(rule) == f"{CODE}: {days} days"


def test_a_purpose_under_nothing_is_taken() -> None:
    purpose = Purpose(code="events", name="Events", lawful_basis="consent")
    purpose.clean()

    assert str(purpose) == "Events"
