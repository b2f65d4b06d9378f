"""Which processes make the demonstration, and what each is told."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clienteling.demo.supervision.child import Child


@dataclass(frozen=True)
class Addresses:
    """Where the demonstration is served: `host` is a name or number without a port."""

    host: str
    web_port: int
    mail_port: int

    @property
    def base_url(self) -> str:
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0"} else self.host  # noqa: S104
        return f"http://{shown}:{self.web_port}"


def children_environment(addresses: Addresses, *, keys: dict[str, Any]) -> dict[str, str]:
    """Return the environment of every child; `keys` is the content of demo-house.json."""
    write_keys = keys.get("write_keys", {})
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "CLIENTELING_BASE_URL": addresses.base_url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(addresses.mail_port),
        "STOREFRONT_API_KEY": keys.get("api_key", ""),
        "STOREFRONT_WRITE_KEY": write_keys.get("aurelle-web", ""),
        "APP_WRITE_KEY": write_keys.get("aurelle-app", ""),
    }


def plan_children(
    addresses: Addresses, *, environment: dict[str, str], logs: Path, with_mail: bool = True
) -> list[Child]:
    """Return the children in the order in which they start: the mail sink before those who write to it."""
    commands = {"web": _web(addresses), "worker": _celery("worker"), "beat": _celery("beat")}
    if with_mail:
        mail = [sys.executable, "manage.py", "mailsink", "--port", str(addresses.mail_port)]
        commands = {"mail": mail, **commands}
    return [Child(name, command, environment, logs / f"{name}.log") for name, command in commands.items()]


def _web(addresses: Addresses) -> list[str]:
    words = ["--interface", "wsgi", "--host", addresses.host, "--port", str(addresses.web_port)]
    words += ["--workers", "2", "--blocking-threads", "16", "--workers-kill-timeout", "5", "--no-ws"]
    return [sys.executable, "-m", "granian", *words, "clienteling.wsgi:application"]


def _celery(kind: str) -> list[str]:
    words = {"worker": ["--concurrency", "2", "--without-gossip", "--without-mingle"], "beat": ["--pidfile="]}
    return [sys.executable, "-m", "celery", "-A", "clienteling", kind, "--loglevel", "WARNING", *words[kind]]
