"""A piece of SQL with its values beside it, never inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Fragment:
    """``text`` is made of our own words and ``%s``; what people typed is in ``values`` alone."""

    text: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Whom a definition is asked about, and at which moment; ``client_ids`` None: every client of the brand."""

    brand_id: int
    at: datetime
    client_ids: tuple[int, ...] | None = None

    def among(self, column: str) -> Fragment:
        """The condition that keeps a query to the clients asked about."""
        if self.client_ids is None:
            return Fragment("")
        return Fragment(f" AND {column} = ANY(%s)", (list(self.client_ids),))


def joined(by: str, fragments: Sequence[Fragment]) -> Fragment:
    """Sets combined by UNION, INTERSECT or EXCEPT, each in its own brackets."""
    text = f" {by} ".join(f"({each.text})" for each in fragments)
    return Fragment(text, tuple(value for each in fragments for value in each.values))
