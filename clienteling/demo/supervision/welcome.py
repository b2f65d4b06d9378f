"""What the demonstration says of itself: on the terminal for people, in demo.json for scripts."""

import json
import os
from pathlib import Path
from typing import Any

from clienteling.demo.supervision.plan import Addresses

ROLES = ("alice", "maya", "hana", "petra", "admin")


def write_card(file: Path, addresses: Addresses, *, keys: dict[str, Any]) -> None:
    """Write addresses, log-ins and keys, readable by the owner only from the first byte on."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        json.dump(card(addresses, keys=keys), handle, indent=2, ensure_ascii=False)
    fresh.replace(file)


def card(addresses: Addresses, *, keys: dict[str, Any]) -> dict[str, Any]:
    """Merge what the house wrote of itself (`keys`) with where it is served."""
    write_key = keys.get("write_keys", {}).get("aurelle-web", "")
    return {
        **keys,
        "addresses": places(addresses),
        "smtp": {"host": "127.0.0.1", "port": addresses.mail_port},
        "ingest_write_key": write_key,
    }


def places(addresses: Addresses) -> dict[str, str]:
    paths = {"staff": "/", "shop": "/shop/", "app": "/app/", "mail": "/demo/mail/", "api": "/api/v1/schema/"}
    return {"base": addresses.base_url, **{name: addresses.base_url + path for name, path in paths.items()}}


def welcome(addresses: Addresses, *, keys: dict[str, Any], file: Path) -> str:
    where = places(addresses)
    return "\n".join(
        [
            "",
            "The house is open.",
            f"  Advisors and managers  {where['staff']}",
            f"  The shop               {where['shop']}",
            f"  The customer app       {where['app']}",
            f"  Mail that was sent     {where['mail']}",
            "",
            *_logins(keys),
            "",
            "Four things to try:",
            f"  1. In the shop, open a piece that is sold out, leave an address, and read {where['mail']}",
            "  2. Log in as the advisor, open Clients, type three letters of a name in any script.",
            "  3. Open the customer app on a phone, show its code, and check it in at /check-in/ as the advisor.",
            "  4. Log in for privacy: what clients asked, who was opened for a reason, an erasure and its receipt.",
            "",
            f"All of this for scripts: {file}",
            "Ctrl-C ends it; the data stays. `make demo-reset` begins afresh.",
        ]
    )


def _logins(keys: dict[str, Any]) -> list[str]:
    logins = keys.get("logins", {})
    shown = [logins[name] for name in ROLES if name in logins]
    return [f"  {entry['role']:<22} {entry['email']:<28} {entry['password']}" for entry in shown]
