"""``manage.py privacy records --format json``: the records of processing on standard output or in a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from consent.management.parts import Part
from consent.registry.records import records_of_processing
from consent.registry.records_file import FORMATS


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=sorted(FORMATS), default="json")
    parser.add_argument("--output", type=Path, help="file to write; without it, standard output")


def _run(options: dict[str, Any], out: OutputWrapper) -> None:
    write, _ = FORMATS[options["format"]]
    content = write(records_of_processing(timezone.now()))
    if options["output"] is None:
        out.write(content, ending="")
        return
    try:
        options["output"].write_text(content, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{options['output']} could not be written: {error.strerror}.") from error


RECORDS = Part("records", "the records of processing activities (GDPR Art. 30)", _run, _add_arguments)
