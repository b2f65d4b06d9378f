"""``manage.py partitions``: the months that the interactions are kept in."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm.actions.partitions import (
    MONTHS_AHEAD,
    PartitionError,
    attach_partition,
    detach_partitions,
    make_partitions_ahead,
)
from crm.queries.partitions import Partition, partitions, partitions_apart, strays_by_month

SAID = {
    "month_unknown": "No table of that month stands apart; nothing was changed.",
    "month_in_use": "Only months that ended more than a day ago can be taken out; nothing was changed.",
    "table_busy": "Somebody reads or writes the table just now. What was done so far is listed below; run it again.",
}
MOST_AHEAD = 120


class Command(BaseCommand):
    """Makes, takes out and brings back months, then lists them all."""

    help = (
        "List the months of the interactions. Beat makes them ahead every hour; a month that was taken out keeps its"
        " rows in a table of its own, to be archived, and its message ids stay taken for ever."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--ahead", type=_count, metavar="N", help=f"make the months to come (beat makes {MONTHS_AHEAD})"
        )
        parser.add_argument("--detach", type=_month, metavar="BEFORE", help="take out the months before YYYY-MM")
        parser.add_argument("--attach", type=_month, metavar="MONTH", help="bring back the month YYYY-MM")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._change(options)
        except PartitionError as error:
            self._list()
            raise CommandError(SAID[error.code]) from error
        self._list()

    def _change(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        if options["attach"]:
            self.stdout.write(f"brought back {attach_partition(options['attach']).table}")
        if options["detach"]:
            for table in detach_partitions(options["detach"], now=now):
                self.stdout.write(f"taken out {table}")
        if options["ahead"] is not None:
            for table in make_partitions_ahead(now, months=options["ahead"]):
                self.stdout.write(f"made {table}")

    def _list(self) -> None:
        for state, found in (("", partitions()), ("  apart", partitions_apart())):
            for partition in found:
                self.stdout.write(_line(partition) + state)
        for month, rows in strays_by_month():
            self.stdout.write(f"{month:%Y-%m}  {rows:>14,} rows wait for their month to be made: use --ahead 0")


def _line(partition: Partition) -> str:
    return f"{partition.month:%Y-%m}  {partition.rows:>14,} rows (estimated)  {partition.bytes / 1e6:>10,.1f} MB"


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise ArgumentTypeError("a month is written like 2026-03") from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_AHEAD:
        raise ArgumentTypeError(f"a number of months, at most {MOST_AHEAD}")
    return int(text)
