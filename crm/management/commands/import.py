"""``manage.py import KIND FILE --map FILE.toml --brand CODE``: somebody else's file, into the profile store."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.importing import ImportRequest, import_file
from crm.ingest.files.kinds.registry import kinds
from crm.ingest.files.progress import shown_progress
from crm.ingest.files.report import report_lines


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


class Command(BaseCommand):
    """Imports a file, shows how far it is, and prints its totals."""

    help = (
        "Import a file of separated values or of JSON Lines, plain or gzipped. It can be stopped at any moment: the"
        " same command continues after the last line that is settled. A file that is done changes nothing when it"
        " comes again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(kinds()))
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map",
            type=Path,
            help="what the columns mean; see docs/examples. Without it, columns that have a field's own name are read",
        )
        parser.add_argument("--brand", required=True, help="code of the brand")
        parser.add_argument("--create-brand", action="store_true", help="make the brand when it does not exist")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
        parser.add_argument(
            "--resume",
            action="store_true",
            help="continue an interrupted import; this happens without it too, and a file that never began, begins",
        )
        parser.add_argument("--chunk-size", type=_positive, help="lines in one transaction; default: by kind")
        parser.add_argument("--rejects", type=Path, help="file for the lines that were not kept: line, code, reason")

    def handle(self, *args: Any, **options: Any) -> None:
        request = ImportRequest(
            kind=options["kind"],
            path=options["file"],
            mapping_path=options["map"],
            brand_code=options["brand"],
            creates_brand=options["create_brand"],
            is_dry=options["dry_run"],
            rejects_path=options["rejects"],
            chunk_size=options["chunk_size"],
        )
        started = time.monotonic()
        try:
            with shown_progress(request.path) as show:
                report = import_file(request, show)
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as stop:
            raise CommandError(
                "Stopped. The same command goes on after the last settled line.", returncode=130
            ) from stop
        for line in report_lines(request, report, time.monotonic() - started):
            self.stdout.write(line)
