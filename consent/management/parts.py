"""The parts of ``manage.py privacy``: each app registers its own when it is ready."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management.base import OutputWrapper


def _no_arguments(parser: ArgumentParser) -> None:
    """For a part that takes none."""


@dataclass(frozen=True)
class Part:
    """``run`` is given the options and where to write; it raises CommandError for what a person has to mend."""

    name: str
    help: str
    run: Callable[[dict[str, Any], OutputWrapper], None]
    add_arguments: Callable[[ArgumentParser], None] = _no_arguments


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Registering a name again replaces it."""
    _parts[part.name] = part


def parts() -> dict[str, Part]:
    return dict(sorted(_parts.items()))
