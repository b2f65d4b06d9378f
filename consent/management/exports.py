"""``manage.py privacy import-export FILE --as EMAIL``: an archive of one person into this house."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, OutputWrapper

from consent.management.parts import Part
from consent.rights.errors import RightsError
from consent.rights.export.reading import import_export


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="email", required=True, help="Log-in address of whoever answers for it.")


def _bring(options: dict[str, Any], stdout: OutputWrapper) -> None:
    actor: Any = get_user_model()._default_manager.filter(email=options["email"], is_active=True).first()
    if actor is None:
        raise CommandError("user_unknown: nobody of the staff has this address.")
    try:
        brought = import_export(options["file"], actor=actor)
    except RightsError as error:
        raise CommandError(f"{error.code}: nothing was kept.") from error
    stdout.write(f"{brought.rows.total():,} rows of {len(brought.rows)} tables were kept.")
    for (model, code), count in sorted(brought.refused.items()):
        stdout.write(f"{model}: {count:,} {code}")


IMPORT_EXPORT = Part("import-export", "Brings an archive of one person into this house.", _bring, _add_arguments)
