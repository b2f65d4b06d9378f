"""Birth dates as files write them."""

import pytest

from crm.duplicates.evaluation.dates import DateForm


@pytest.mark.parametrize(
    ("form", "text", "digits"),
    [
        ("", "1984-06-12", "19840612"),
        ("", "1984-06-12T00:00:00", "19840612"),
        ("", "12/6/1984", "19840612"),
        ("", "19840612", "19840612"),
        ("", "1984", "1984"),
        ("", "twelfth of June", ""),
        ("%m/%d/%Y", "06/12/1984", "19840612"),
        ("%d %B %Y", "12 June 1984", "19840612"),
        ("%Y%m%d", "19105412", "19105412"),
    ],
)
def test_a_date_is_read_digit_by_digit(form: str, text: str, digits: str) -> None:
    assert DateForm(form).digits(text) == digits
