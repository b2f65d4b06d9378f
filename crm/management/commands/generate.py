"""``manage.py generate --clients N --seed S``: a plausible house of any size, in the configured database."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from crm.generate.errors import GenerateError
from crm.generate.house import INTERACTIONS_PER_CLIENT, HouseRequest, generate_house
from crm.generate.places import BRANDS


class Command(BaseCommand):
    help = "Makes brands, boutiques, clients, two purchases and ten interactions each, from a seed, by COPY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clients", type=int, required=True, help="how many clients")
        parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same house (default 7)")
        parser.add_argument("--brand", action="append", help=f"code of a brand, once or more ({', '.join(BRANDS)})")
        parser.add_argument("--append", action="store_true", help="also where there are clients already")
        parser.add_argument(
            "--interactions", type=int, default=INTERACTIONS_PER_CLIENT, help="for each client (default 10)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clients"] < 1 or options["interactions"] < 0:
            raise CommandError("At least one client, and no fewer than no interactions; nothing was written.")
        started = time.monotonic()
        request = HouseRequest(
            clients=options["clients"], seed=options["seed"], now=timezone.now(),
            brands=tuple(options["brand"] or BRANDS), appends=options["append"],
            interactions_per_client=options["interactions"],
        )  # fmt: skip
        with tqdm(unit=" rows", unit_scale=True, file=sys.stderr, mininterval=1.0, leave=False) as bar:
            try:
                written = generate_house(request, bar)
            except GenerateError as error:
                raise CommandError(str(error)) from error
        for table, count in written.items():
            self.stdout.write(f"{table.removeprefix('crm_'):<14} {count:>12,}")
        self.stdout.write(f"In {time.monotonic() - started:,.0f} s.")
