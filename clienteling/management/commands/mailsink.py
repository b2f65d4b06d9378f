"""``manage.py mailsink``: takes the demonstration's mails by SMTP and keeps them for ``/demo/mail/``."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clienteling.mailsink.server import make_sink


class Command(BaseCommand):
    help = "Runs an SMTP server that keeps every mail and delivers none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--folder", type=Path, default=settings.MAIL_SINK_FOLDER, help="A Maildir.")
        parser.add_argument("--slow", type=float, default=0, metavar="SECONDS", help="Wait before each answer.")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        sink = make_sink(options["folder"], host=options["host"], port=options["port"], slowness=options["slow"])
        try:
            sink.start()
        except OSError as error:
            raise CommandError(f"Port {options['port']} cannot be used: {error.strerror}.") from error
        self.stdout.write(f"Mail sink listens on {options['host']}:{options['port']}, keeps in {options['folder']}")
        self.stdout.flush()
        stopped.wait()
        sink.stop()
