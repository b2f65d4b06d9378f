"""``manage.py evaluate duplicates FILE [FILE] --map FILE.toml``: how well duplicates are found where they are known."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.duplicates.evaluation.figures import Figures, Point, figures_of
from crm.duplicates.evaluation.mapping import read_map
from crm.duplicates.evaluation.reading import Labelled, read_labelled
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
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["files"]) > 2:
            raise CommandError("One file is compared with itself, or two with each other; not more.")
        started = time.monotonic()
        try:
            read = read_labelled(options["files"], read_map(options["map"]))
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        figures = figures_of(match_records(read.records, split=read.split), read.entities, split=read.split)
        seconds = time.monotonic() - started
        if options["as_json"]:
            self.stdout.write(json.dumps(_as_json(figures, read, seconds)))
        else:
            self._print(figures, read, seconds)

    def _print(self, figures: Figures, read: Labelled, seconds: float) -> None:
        self.stdout.write(
            f"{figures.records:,} records, {figures.true_pairs:,} true pairs, {figures.compared:,} compared,"
            f" {figures.reached:.4f} of the true ones among them, {seconds:.1f} s"
        )
        if read.broken:
            self.stdout.write(f"{read.broken:,} lines could not be read and are left out.")
        for name, kind in read.kinds.items():
            self.stdout.write(f"{name} is compared as {kind}.")
        for name, point in (("more likely than not", figures.headline), ("sure enough to merge", figures.automatic)):
            self.stdout.write(
                f"{name}, from {point.threshold:.4f}: precision {point.precision:.5f}, recall {point.recall:.5f},"
                f" F1 {point.f1:.5f}"
            )
        self.stdout.write("\nthreshold  precision   recall       F1   expected precision    wrong   missed")
        for point in figures.curve:
            self.stdout.write(_line(point))


def _as_json(figures: Figures, read: Labelled, seconds: float) -> dict[str, Any]:
    return {
        "records": figures.records,
        "true_pairs": figures.true_pairs,
        "compared": figures.compared,
        "reached": figures.reached,
        "seconds": round(seconds, 1),
        "broken_lines": read.broken,
        "other_columns": read.kinds,
        **_point(figures.headline),
        "automatic": _point(figures.automatic),
        "curve": [_point(point) for point in figures.curve],
    }


def _point(point: Point) -> dict[str, float]:
    return {
        "threshold": point.threshold, "precision": point.precision, "recall": point.recall, "f1": point.f1,
        "expected_precision": point.expected, "wrong": point.found - point.right, "missed": point.true - point.right,
    }  # fmt: skip


def _line(point: Point) -> str:
    return (
        f"{point.threshold:9.4f}  {point.precision:9.5f}  {point.recall:7.5f}  {point.f1:7.5f}   {point.expected:18.5f}"
        f"  {point.found - point.right:7,}  {point.true - point.right:7,}"
    )
