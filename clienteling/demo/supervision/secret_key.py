"""The key of this machine, so that sessions and signed links outlive a restart. Imports nothing of Django."""

import os
import secrets
from pathlib import Path


def use_local_secret_key(var: Path) -> None:
    """Put the key of `var/secret-key` into the environment, unless the environment names one already."""
    if not os.environ.get("CLIENTELING_SECRET_KEY"):
        os.environ["CLIENTELING_SECRET_KEY"] = local_secret_key(var)


def local_secret_key(var: Path) -> str:
    """Return the key, made on the first call and readable by its owner only."""
    file = var / "secret-key"
    if not file.exists():
        _write(file)
    return file.read_text().strip()


def _write(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"secret-key.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(64) + "\n")
    try:
        # A link fails where the file exists: of two processes that begin together, the first one's key stays.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
