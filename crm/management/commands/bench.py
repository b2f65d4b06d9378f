"""``manage.py bench NAME [--json]``: measure one thing, on this machine, now."""

import json
import pkgutil
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm import benchmarks


def benchmark_modules() -> dict[str, str]:
    """Name to module of each benchmark. A trailing underscore avoids a keyword and is no part of the name."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return {name.removesuffix("_"): f"{benchmarks.__name__}.{name}" for name in found}


class Command(BaseCommand):
    """Runs a benchmark of crm.benchmarks and prints its figures, as a table or as one JSON object."""

    help = "Measure one thing: " + ", ".join(benchmark_modules())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help=", ".join(benchmark_modules()))
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
        parser.add_argument("--existing", action="store_true", help="in the configured database as it is (search)")
        parser.add_argument("--clients", type=int, default=200_000, help="size of a generated house (search)")

    def handle(self, *args: Any, **options: Any) -> None:
        modules = benchmark_modules()
        if options["name"] not in modules:
            raise CommandError(f"There is no benchmark {options['name']!r}; there are: {', '.join(modules)}.")
        figures = import_module(modules[options["name"]]).run(options)
        self.stdout.write(json.dumps(figures) if options["as_json"] else _table(figures))


def _table(figures: dict[str, Any]) -> str:
    width = max(map(len, figures), default=0)
    return "\n".join(f"{name.replace('_', ' '):<{width}}  {_shown(figure)}" for name, figure in figures.items())


def _shown(figure: Any) -> str:
    return f"{figure:,}" if isinstance(figure, int | float) else str(figure)
