"""One embedded instance in folders of its own, driven from other processes so that those can be killed."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "CLIENTELING_VAR")
CONNECT = """
import os, psycopg, redis
from clienteling.engines import addresses
postgres = psycopg.connect(addresses().database_url, autocommit=True)
valkey = redis.from_url(addresses().redis_url, decode_responses=True)
"""


@dataclass
class Instance:
    """`uid` and `gid` are None for the user who runs the tests."""

    var: Path
    home: Path
    uid: int | None = None
    gid: int | None = None
    holders: list["subprocess.Popen[str]"] = field(default_factory=list)

    def options(self) -> dict[str, Any]:
        environment = {name: value for name, value in os.environ.items() if name not in CONFIGURED}
        environment |= {"CLIENTELING_VAR": str(self.var), "CLIENTELING_ENGINES_HOME": str(self.home)}
        environment |= {"CLIENTELING_ENGINES_FAST": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        options: dict[str, Any] = {"env": environment, "cwd": PROJECT, "text": True}
        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def python(self, code: str) -> str:
        """Run code in a new process and return what it prints."""
        done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, **self.options())
        return done.stdout.strip()

    def ask(self, code: str) -> str:
        """Run code that uses `postgres` and `valkey`, in a process that neither starts nor keeps the engines."""
        return self.python(CONNECT + code)

    def command(self, word: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "clienteling.engines", word], capture_output=True, check=False, **self.options()
        )

    def hold(self) -> tuple["subprocess.Popen[str]", list[str]]:
        """Start a process that keeps the engines; returns it with the names of the servers that it started."""
        holder = subprocess.Popen(
            [sys.executable, "-m", "clienteling.engines", "hold"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **self.options(),
        )
        self.holders.append(holder)
        assert holder.stdout is not None
        assert holder.stderr is not None
        lines = [holder.stdout.readline().strip() for _ in range(3)]
        assert lines[1] != "", holder.stderr.read()
        return holder, lines[2].split()

    def server_pids(self) -> tuple[int, int]:
        """The process numbers of PostgreSQL and Valkey."""
        shown = self.ask("print(valkey.info()['process_id'])")
        return int((self.state / "postgres" / "postmaster.pid").read_text().split()[0]), int(shown)

    @property
    def state(self) -> Path:
        shown = self.python("from clienteling.engines.place import current_place; print(current_place().state)")
        return Path(shown)
