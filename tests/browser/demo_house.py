"""The whole product as ``make demo`` runs it, for the tests that walk a person's path through it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

PROJECT = Path(__file__).resolve().parents[2]
OPEN_SECONDS = 180.0
# The story's message is due three seconds after the wish, so that nobody waits for days.
STORY = {"CLIENTELING_STILL_UNAVAILABLE_AFTER": "3", "CLIENTELING_ENGINES_FAST": "1"}


@dataclass
class DemoHouse:
    """A running demonstration: ``card`` is its demo.json, ``process`` its supervisor."""

    card: dict[str, Any]
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]

    @property
    def base(self) -> str:
        return str(self.card["addresses"]["base"])

    def login(self, who: str) -> dict[str, str]:
        return dict(self.card["logins"][who])

    def ask(self, path: str, **parameters: str) -> Any:
        """The public API's answer, with the storefront's key."""
        answer = httpx.get(
            f"{self.base}/api/v1/{path}",
            params=parameters,
            headers={"Authorization": f"Bearer {self.card['api_key']}"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the database, asked beside the application."""
        asking = "from clienteling.engines.addresses import addresses; print(addresses().database_url)"
        url = subprocess.check_output([sys.executable, "-c", asking], cwd=PROJECT, env=self.environment, text=True)
        with psycopg.connect(url.strip()) as connection:
            return connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """End it as Ctrl-C does, stop its engines and leave no folder behind."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        stop = [sys.executable, "-m", "clienteling.engines", "stop"]
        subprocess.run(stop, cwd=PROJECT, env=self.environment, check=True)
        shutil.rmtree(Path(self.environment["CLIENTELING_VAR"]).parent)


def open_demo_house(*, port: int, mail_port: int, clients: int) -> DemoHouse:
    """Start ``manage.py demo`` with a small house in a folder of its own and wait until it is open."""
    folder = Path(tempfile.mkdtemp(prefix="house-", dir="/tmp"))
    # The engines' own user has to walk through it when root runs the tests.
    folder.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {
        "CLIENTELING_VAR": str(folder / "var"),
        "CLIENTELING_ENGINES_HOME": str(folder / "engines"),
        **STORY,
    }
    words = ["demo", "--clients", str(clients), "--port", str(port), "--mail-port", str(mail_port)]
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    card = folder / "var" / "demo.json"
    deadline = time.monotonic() + OPEN_SECONDS
    while not card.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError(f"the demonstration did not open:\n{(folder / 'demo.log').read_text()[-4000:]}")
        time.sleep(0.2)
    return DemoHouse(json.loads(card.read_text()), process, environment)
