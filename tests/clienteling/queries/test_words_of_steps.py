"""What was done for a request, as the privacy officer reads it."""

from typing import Any

import pytest

from clienteling.queries.words_of_steps import said_of_step
from consent.models import RequestStep


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"intake": "officer"}, ""),
        ({"by": "in_person"}, "In person, by a document"),
        ({"why": "identity"}, "Who asks could not be confirmed (Art. 12(2))"),
        ({"channel": "email"}, "by e-mail"),
        ({"due_at": "2027-02-02T15:10:01+00:00"}, "until 2 February 2027"),
        ({"warning": 2}, "three days before the end"),
        ({"fields": ["birth_date", "city"]}, "birth date, city"),
        ({"rows": 1204, "tables": 1}, "1,204 rows · 1 table"),
        ({"attempts": 5}, "after 5 tries"),
        ({"recipients": 1}, "1 connected system"),
        ({"addresses": 1}, "1 address is silent"),
        ({"houses": 2}, "2 houses draw no more conclusions"),
        ({"sha256": "0123456789abcdef"}, "SHA-256 0123456789ab…"),
        ({"crm.Client": 1, "crm.Purchase": 30}, "31 rows"),
        ({"by": "of_old"}, "of_old"),
        ({"of_a_later_version": 7}, ""),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_figures_are_said_in_words(figures: dict[str, Any], words: str) -> None:
    assert said_of_step(RequestStep(figures=figures)) == words
