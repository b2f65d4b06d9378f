#!/usr/bin/env python
"""Runs a command of the project; the embedded engines are started or joined first, where it needs them."""

import os
import sys

from clienteling.demo.supervision.secret_key import use_local_secret_key
from clienteling.engines import EngineError, ensure, leave_on_signals
from clienteling.engines.place import current_place

WITHOUT_ENGINES = {"help", "version", "makemessages", "compilemessages", "collectstatic", "startapp"}
ASKS_FOR_HELP = {"-h", "--help", "--version"}


def needs_engines(arguments: list[str]) -> bool:
    """Whether to start embedded engines: not for a mere question, and never in production."""
    if os.environ.get("CLIENTELING_ENV") == "production":
        return False
    return bool(arguments) and arguments[0] not in WITHOUT_ENGINES and not ASKS_FOR_HELP & set(arguments)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienteling.settings")
    leave_on_signals()
    if needs_engines(sys.argv[1:]):
        use_local_secret_key(current_place().var)
        try:
            ensure()
        except EngineError as error:
            sys.exit(f"{error}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
