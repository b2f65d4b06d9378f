"""``manage.py demo``: the whole product on this machine, until Ctrl-C."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from clienteling.demo.privacy.partners import place_partners
from clienteling.demo.supervision.leftovers import end_leftovers
from clienteling.demo.supervision.plan import Addresses, children_environment, plan_children
from clienteling.demo.supervision.ports import NoFreePort, free_port
from clienteling.demo.supervision.readiness import ask_readiness
from clienteling.demo.supervision.reset import ResetRefused, reset_demonstration
from clienteling.demo.supervision.supervisor import Supervisor
from clienteling.demo.supervision.welcome import welcome, write_card
from clienteling.engines import EngineError, ensure
from clienteling.engines.locks import AlreadyHeld, held_alone

READY_SECONDS = 90.0


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Makes the demonstration house, starts web, workers, beat and mail, and prints how to get in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="begin afresh; what was there is lost")
        parser.add_argument("--host", default="127.0.0.1", help="where to serve (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="web, or the next free one (default 8000)")
        parser.add_argument("--mail-port", type=int, default=2525, help="mail, or the next free one (default 2525)")
        parser.add_argument("--clients", type=int, help="how many clients the house has")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demonstration is not for production; unset CLIENTELING_ENV.")
        settings.VAR.mkdir(parents=True, exist_ok=True)
        try:
            with held_alone(settings.VAR / "demo.lock"):
                self._run(options)
        except AlreadyHeld as error:
            raise CommandError("The demonstration runs already; end it there with Ctrl-C first.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Ended before the house was open.") from error
        except (NoFreePort, ResetRefused) as error:
            raise CommandError(str(error)) from error

    def _run(self, options: dict[str, Any]) -> None:
        processes = settings.VAR / "demo-processes.json"
        for name in end_leftovers(processes):
            self._tell(f"Ended {name}, which an earlier run had left.")
        if options["reset"]:
            self._tell("Emptying the demonstration …")
            reset_demonstration()
        self._tell("Migrating …")
        call_command("migrate", verbosity=0, interactive=False)
        keys = self._make_house(options["clients"])
        addresses = self._choose_addresses(options)
        place_partners(addresses.base_url)
        # The children have their own connections; this process would only hold one open for hours.
        connections.close_all()
        self._serve(addresses, keys, processes)

    def _make_house(self, clients: int | None) -> dict[str, Any]:
        if "demo_house" not in get_commands():
            self._tell("There is no demo_house command, so the house stays empty.")
            return {}
        options = {} if clients is None else {"clients": clients}
        call_command("demo_house", stdout=self.stdout, **options)
        content: dict[str, Any] = json.loads((settings.VAR / "demo-house.json").read_text(encoding="utf-8"))
        return content

    def _choose_addresses(self, options: dict[str, Any]) -> Addresses:
        ports = {}
        for name in ("port", "mail_port"):
            ports[name] = free_port(options[name], host=options["host"])
            if ports[name] != options[name]:
                self._tell(f"Port {options[name]} is taken; using {ports[name]}.")
        return Addresses(options["host"], ports["port"], ports["mail_port"])

    def _serve(self, addresses: Addresses, keys: dict[str, Any], processes: Path) -> None:
        with_mail = "mailsink" in get_commands()
        if not with_mail:
            self._tell("There is no mailsink command, so no mail can be sent.")
        environment = children_environment(addresses, keys=keys)
        logs = settings.VAR / "log"
        children = plan_children(addresses, environment=environment, logs=logs, with_mail=with_mail)
        supervisor = Supervisor(children, processes, self._tell, self._keep_engines)
        supervisor.listen()
        try:
            supervisor.start()
            self._open(supervisor, addresses, keys)
            supervisor.watch()
        finally:
            supervisor.end()
            self._tell("Closed; the data stays.")

    def _open(self, supervisor: Supervisor, addresses: Addresses, keys: dict[str, Any]) -> None:
        """Wait until the web answers, then say where."""
        self._tell("Opening …")
        deadline = time.monotonic() + READY_SECONDS
        supervisor.watch(lambda: ask_readiness(addresses.web_port).is_up or time.monotonic() > deadline)
        if supervisor.is_asked_to_end:
            return
        readiness = ask_readiness(addresses.web_port)
        if not readiness.is_up:
            raise CommandError(f"The web did not answer within {READY_SECONDS:.0f} s; see {settings.VAR / 'log'}.")
        if readiness.problems:
            self._tell(f"Catching up with work that fell due meanwhile: {', '.join(readiness.problems)}.")
        file = settings.VAR / "demo.json"
        write_card(file, addresses, keys=keys)
        self._tell(welcome(addresses, keys=keys, file=file))

    def _keep_engines(self) -> None:
        try:
            for name in ensure().started:
                self._tell(f"{name} had ended, and runs again.")
        except EngineError as error:
            self._tell(f"{error}")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
