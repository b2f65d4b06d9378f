"""``manage.py evaluate duplicates FILE [FILE] --map FILE.toml``: how well duplicates are found where they are known."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.duplicates.evaluation.figures import Figures, Point, figures_of
from crm.duplicates.evaluation.mapping import read_map
from crm.duplicates.evaluation.reading import read_labelled
from crm.duplicates.matching import match_records
from crm.ingest.files.errors import ImportFileError


class Command(BaseCommand):
    """Reads the files, learns without their labels, and prints how right the result is."""

    help = (
        "Print precision, recall, F1 and their curve on a labelled file, or between two files. Nothing is written,"
        " and the labels are looked at only to count."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["duplicates"])
        parser.add_argument(
            "files", type=Path, nargs="+", metavar="FILE", help="CSV, gzipped CSV or Parquet; one or two"
        )
        parser.add_argument(
            "--map", type=Path, required=True, help="what the columns mean; see docs/examples/febrl.toml"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["files"]) > 2:
            raise CommandError("One file is compared with itself, or two with each other; not more.")
        started = time.monotonic()
        try:
            figures, broken = self._evaluated(options["files"], options["map"])
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        self._print(figures, broken, time.monotonic() - started)

    def _evaluated(self, files: list[Path], map_path: Path) -> tuple[Figures, int]:
        forms = read_map(map_path)
        read = [read_labelled(path, form) for path, form in zip(files, (forms.first, forms.second), strict=False)]
        split = len(read[0].records) if len(read) == 2 else None
        matching = match_records([record for each in read for record in each.records], split=split)
        entities = [entity for each in read for entity in each.entities]
        return figures_of(matching, entities, split=split), sum(each.broken for each in read)

    def _print(self, figures: Figures, broken: int, seconds: float) -> None:
        self.stdout.write(
            f"{figures.records:,} records, {figures.true_pairs:,} true pairs, {figures.compared:,} compared,"
            f" {figures.reached:.4f} of the true ones among them, {seconds:.1f} s"
        )
        if broken:
            self.stdout.write(f"{broken:,} lines could not be read and are left out.")
        for name, point in (("more likely than not", figures.headline), ("sure enough to merge", figures.automatic)):
            self.stdout.write(
                f"{name}, from {point.threshold:.4f}: precision {point.precision:.5f}, recall {point.recall:.5f},"
                f" F1 {point.f1:.5f}"
            )
        self.stdout.write("\nthreshold  precision   recall       F1   expected precision    wrong   missed")
        for point in figures.curve:
            self.stdout.write(_line(point))


def _line(point: Point) -> str:
    return (
        f"{point.threshold:9.4f}  {point.precision:9.5f}  {point.recall:7.5f}  {point.f1:7.5f}   {point.expected:18.5f}"
        f"  {point.found - point.right:7,}  {point.true - point.right:7,}"
    )
