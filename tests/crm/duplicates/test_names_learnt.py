"""What is learnt of names is of many, and leads to nobody."""

from crm.duplicates.learning import name_frequencies
from crm.duplicates.record import Record


def test_a_name_that_one_alone_bears_is_not_kept() -> None:
    records = [Record(given="anna", family=family) for family in ("rossi", "rossi", "zwetajewa-xu", "")]

    assert name_frequencies(records) == {"given": {"anna": 1.0}, "family": {"rossi": 2 / 3}}
