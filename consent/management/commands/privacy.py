"""``manage.py privacy PART``: what a privacy officer's house asks for at a terminal (consent.management.parts)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consent.management.parts import parts


class Command(BaseCommand):
    help = "Records of processing, and what else the rights of clients need from a terminal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        below = parser.add_subparsers(dest="part", required=True)
        for part in parts().values():
            part.add_arguments(below.add_parser(part.name, help=part.help))

    def handle(self, *args: Any, **options: Any) -> None:
        parts()[options["part"]].run(options, self.stdout)
