"""The log of what crossed a border, page after page."""

from datetime import datetime

import pytest

from consent.models import Transfer
from consent.queries.transfers import PAGE, transfer_page
from crm.models import Client

pytestmark = pytest.mark.django_db


def crossing(client: Client, at: datetime, *, is_allowed: bool) -> Transfer:
    return Transfer(
        at=at, is_allowed=is_allowed, client=client, from_region="eu", to_region="us", place="destination 1",
        purpose="marketing", ground="clauses" if is_allowed else "", reason="allowed" if is_allowed else "no_rule",
    )  # fmt: skip


def test_the_log_goes_on_page_after_page_and_shows_refusals_alone_where_asked(camille: Client, now: datetime) -> None:
    rows = Transfer.objects.bulk_create(crossing(camille, now, is_allowed=n > 0) for n in range(PAGE + 1))
    newest_first = [row.pk for row in reversed(rows)]

    first = transfer_page(Transfer.objects.all())
    last = transfer_page(Transfer.objects.all(), before=first.next_before)
    refused = transfer_page(Transfer.objects.all(), is_refused=True)

    assert [row.pk for row in first.rows] == newest_first[:PAGE]
    assert ([row.pk for row in last.rows], last.next_before) == (newest_first[PAGE:], "")
    assert [row.pk for row in refused.rows] == [rows[0].pk]


@pytest.mark.parametrize("before", ["", "yesterday", "-1", "9" * 19])
def test_a_page_that_nobody_gave_is_the_first(before: str, camille: Client, now: datetime) -> None:
    row = crossing(camille, now, is_allowed=True)
    row.save()

    assert transfer_page(Transfer.objects.all(), before=before).rows == [row]
