"""Whom an erasure is about, and what names them outside of their own rows."""

from dataclasses import asdict, dataclass
from typing import Any

from consent.contact_hash import contact_hash, contact_hashes

UID = "uid"


@dataclass(frozen=True)
class Traces:
    """``identifiers``: (namespace, normalised value), those that ended too; ``names``: (given, family);
    ``words``: those of the search."""

    uids: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def hashed(self) -> list[tuple[str, str]]:
        """(namespace, keyed hash) of everything that meant the person, public ids included."""
        pairs = [*self.identifiers, *((UID, uid) for uid in self.uids)]
        return sorted({(namespace, identifier_hash(namespace, value)) for namespace, value in pairs})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Traces":
        return cls(
            tuple(kept.get("uids", ())),
            tuple((namespace, value) for namespace, value in kept.get("identifiers", ())),
            tuple((given, family) for given, family in kept.get("names", ())),
            tuple(kept.get("words", ())),
        )


@dataclass(frozen=True)
class Person:
    """``client_ids``: the record that lived and every one merged into it."""

    client_ids: tuple[int, ...]
    traces: Traces


def identifier_hash(namespace: str, value: str) -> str:
    """As an address is hashed in the ledgers, under the namespace instead of a channel."""
    return contact_hash(f"identifier:{namespace}", value)


def identifier_hashes(namespace: str, value: str) -> list[str]:
    """Under every known key."""
    return contact_hashes(f"identifier:{namespace}", value)
