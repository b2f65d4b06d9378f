"""``manage.py demo_house``: makes the demonstration house, once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clienteling.demo.day import begin_day
from clienteling.demo.house import build_house, describe_house, has_house, renew_keys
from clienteling.demo.keys import keys_path

SMALLEST_HOUSE = 100


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Makes two brands, twelve boutiques, their staff, clients and two years of history from a seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=20_000, help="how many clients (default 20,000)")
        parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same people (default 7)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clients"] < SMALLEST_HOUSE:
            raise CommandError(f"A house needs at least {SMALLEST_HOUSE} clients; nothing was made.")
        if has_house():
            self._welcome_back(options["seed"])
            return
        self._started = time.monotonic()
        build_house(clients=options["clients"], seed=options["seed"], now=timezone.now(), tell=self._tell)
        self.stdout.write(f"The house stands: {describe_house()}, in {time.monotonic() - self._started:.0f} s.")
        self.stdout.write(f"Log-ins and keys: {keys_path()}")

    def _tell(self, step: str) -> None:
        self.stdout.write(f"  {time.monotonic() - self._started:4.0f} s  {step} …")
        self.stdout.flush()

    def _welcome_back(self, seed: int) -> None:
        if not keys_path().exists():
            renew_keys()
            self.stdout.write(f"The file of log-ins was lost, so they are new: {keys_path()}")
        begun = begin_day(seed, timezone.now())
        made = f"a new day began in {begun} boutiques" if begun else "nothing was made"
        self.stdout.write(f"The demonstration house stands already; {made}.")
