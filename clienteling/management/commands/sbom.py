"""manage.py sbom: the bill of materials of requirements.lock, as CycloneDX JSON."""

import json
import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clienteling.lib.sbom import bill_of_materials, read_lock


class Command(BaseCommand):
    help = "Writes what the product is made of: each package of requirements.lock with version and hashes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lock", type=Path, default=settings.BASE_DIR / "requirements.lock")
        parser.add_argument("--output", type=Path, default=None, help="A file; without it the standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            packages = read_lock(options["lock"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        text = json.dumps(bill_of_materials(packages, name="clienteling", version=_version()), indent=2)
        if options["output"] is None:
            self.stdout.write(text)
        else:
            options["output"].write_text(f"{text}\n", encoding="utf-8")
            self.stdout.write(f"{len(packages)} packages in {options['output']}.")


def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
