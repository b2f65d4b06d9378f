#!/usr/bin/env python
"""Runs a command of the project; the embedded engines are started or joined first, where it needs them."""

import os
import signal
import sys
from types import FrameType

from clienteling.engines import EngineError, ensure

WITHOUT_ENGINES = {"help", "version", "makemessages", "compilemessages", "collectstatic", "startapp"}
ASKS_FOR_HELP = {"-h", "--help", "--version"}


def needs_engines(arguments: list[str]) -> bool:
    """Whether to start embedded engines: not for a mere question, and never in production."""
    if os.environ.get("CLIENTELING_ENV") == "production":
        return False
    return bool(arguments) and arguments[0] not in WITHOUT_ENGINES and not ASKS_FOR_HELP & set(arguments)


def leave_in_order(number: int, frame: FrameType | None) -> None:
    # Python's default for these signals skips atexit, and the last one out would not stop the engines.
    sys.exit(128 + number)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienteling.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave_in_order)
    if needs_engines(sys.argv[1:]):
        try:
            ensure()
        except EngineError as error:
            sys.exit(f"{error}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
