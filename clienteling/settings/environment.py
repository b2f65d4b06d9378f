"""How the environment is read: what a variable is when it is not set, and what stops the start in production."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
IS_PRODUCTION = os.environ.get("CLIENTELING_ENV", "development") == "production"
# Whatever this machine writes for itself: the engines' data, mail of the demonstration, files handed in.
VAR = Path(os.environ.get("CLIENTELING_VAR") or BASE_DIR / "var").expanduser().absolute()


def required(name: str, development: str) -> str:
    """What the variable says; without it, in development only, the value of development."""
    value = os.environ.get(name)
    if value:
        return value
    if IS_PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it; see docs/configuration.md.")
    return development


def listed(name: str, development: str) -> list[str]:
    """The same, of several values by commas."""
    return [item.strip() for item in required(name, development).split(",") if item.strip()]


def listed_or_none(name: str) -> list[str]:
    """Several values by commas, none when it is not set, in production too."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]
