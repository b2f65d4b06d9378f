"""``manage.py partitions``: what an administrator sees of the months, and does to them."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from crm.actions.partitions import PartitionError, detach_partition, make_partitions
from crm.queries.partitions import partitions, partitions_apart
from tests.crm.ingest.test_group_commit import held_table

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, tzinfo=UTC)


def run(*words: str) -> list[str]:
    """The lines that it prints of the year 2024 and what comes after it."""
    printed = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("partitions", *words, stdout=printed)
    return [line for line in printed.getvalue().splitlines() if "2024" in line or "2025" in line]


def test_it_makes_lists_takes_out_and_brings_back() -> None:
    make_partitions(date(2024, 9, 1), date(2024, 11, 1))

    assert [line[:7] for line in run()] == ["2024-09", "2024-10", "2024-11"]
    assert run("--ahead", "2")[:2] == ["made crm_interaction_2024_12", "made crm_interaction_2025_01"]
    assert run("--detach", "2024-10")[0] == "taken out crm_interaction_2024_09"
    assert [line[:7] for line in run() if line.endswith("apart")] == ["2024-09"]
    assert run("--attach", "2024-09")[0] == "brought back crm_interaction_2024_09"
    assert partitions_apart() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--detach", "2024-12"], "Only months that ended more than a day ago can be taken out; nothing was changed."),
        (["--attach", "2024-02"], "No table of that month stands apart; nothing was changed."),
        (["--detach", "March"], "Error: argument --detach: a month is written like 2026-03"),
        (["--ahead", "121"], "Error: argument --ahead: a number of months, at most 120"),
    ],
)
def test_what_it_cannot_do_it_says(words: list[str], said: str) -> None:
    before = partitions()

    with pytest.raises(CommandError) as refused:
        run(*words)

    assert (str(refused.value), partitions(), partitions_apart()) == (said, before, [])


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_is_not_held_up_by_a_month_that_is_taken_out(monkeypatch: Any) -> None:
    monkeypatch.setattr("crm.actions.partitions._LOCK_TIMEOUT", "50ms")
    make_partitions(date(2024, 9, 1), date(2024, 9, 1))

    with held_table() as held:
        held.link.execute("LOCK TABLE crm_interaction IN ROW EXCLUSIVE MODE")
        with pytest.raises(PartitionError) as refused:
            detach_partition(date(2024, 9, 1), now=NOW)

    assert (refused.value.code, partitions_apart()) == ("table_busy", [])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE crm_interaction_2024_09")
