"""``manage.py find_duplicates``: compare every client with every other that shares a key."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from crm.actions.duplicate_rate import measure_duplicate_rate
from crm.actions.find_duplicates import PassError, find_duplicates


class Command(BaseCommand):
    """Makes the full pass and prints its figures."""

    help = (
        "Learn from this house what agreements say, compare everybody, and put likely pairs on the desk."
        " A pass that was stopped is continued."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: all processors)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        with tqdm(unit=" steps", disable=None) as bar:

            def show(what: str, more: int) -> None:
                bar.set_description(what)
                bar.update(more)

            try:
                done = find_duplicates(show, workers=max(1, options["workers"]))
            except PassError as error:
                raise CommandError("Another process makes a full pass at the moment; nothing was changed.") from error
        measure_duplicate_rate(timezone.now())
        self.stdout.write(
            f"{done.clients:,} clients, {done.compared:,} pairs compared, {done.proposed:,} likely one person,"
            f" {time.monotonic() - started:.1f} s"
        )
