"""A value of any column, as the archive holds it."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from consent.rights.export.rows import plain


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (datetime(2026, 3, 10, 14, 0, 0, 5, UTC), "2026-03-10T14:00:00.000005+00:00"),
        (date(2026, 3, 10), "2026-03-10"),
        (time(9, 30), "09:30:00"),
        (timedelta(days=1, minutes=2), "P1DT00H02M00S"),
        (Decimal("12.50"), "12.50"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (b"\x00\xff", "AP8="),
        (memoryview(b"\x00\xff"), "AP8="),
        (None, None),
        (["a", 1], ["a", 1]),
    ],
    ids=["moment", "day", "hour", "span", "decimal", "uuid", "bytes", "memory", "nothing", "list"],
)
def test_a_value_is_kept_without_loss(value: Any, held: Any) -> None:
    assert plain(value) == held
