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
        ("", "1984/6/12", "19840612"),
        ("", "12.06.84", "19840612"),
        ("", "12-6-03", "20030612"),
        ("", "12 June 1984", "19840612"),
        ("", "Jun 12, 1984", "19840612"),
        ("", "Tue, 12 Jun 1984", "19840612"),
        ("", "1984年6月12日", "19840612"),
        ("", "1984-06-12 00:00:00+00:00", "19840612"),
        ("", "19840612.0", "19840612"),
        ("", "1984.0", "1984"),
        ("", "twelfth of June", ""),
        ("%m/%d/%Y", "06/12/1984", "19840612"),
        ("%d %B %Y", "12 June 1984", "19840612"),
        ("%Y%m%d", "19105412", "19105412"),
    ],
)
def test_a_date_is_read_digit_by_digit(form: str, text: str, digits: str) -> None:
    assert DateForm(form).digits(text) == digits


def test_the_order_of_day_and_month_is_learnt_from_the_column() -> None:
    form = DateForm().learnt_from(["06/12/1984", "11/30/1990", "02/03/1971"])

    assert (form.digits("06/12/1984"), form.digits("02/03/1971")) == ("19840612", "19710203")
