"""Who is told of clients (GDPR Art. 30(1)(d) and (e)). The apps above register theirs when they are ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    """``region``: where it keeps what it is told; empty where nobody said. ``told``: which data, in words."""

    name: str
    kind: str
    told: str
    purposes: tuple[str, ...]
    region: str = ""


_providers: dict[str, Callable[[], Iterable[Recipient]]] = {}


def register_recipients(name: str, provider: Callable[[], Iterable[Recipient]]) -> None:
    """``provider`` gives those that are active now. Registering a name again replaces it."""
    _providers[name] = provider


def recipients() -> list[Recipient]:
    """Every active recipient, by kind and name."""
    found = (each for provider in _providers.values() for each in provider())
    return sorted(found, key=lambda each: (each.kind, each.name))
