"""Pieces of a tsquery, made without a parser: words are taken as they are."""

from collections.abc import Iterable


def any_of(parts: Iterable[str]) -> str:
    return "(" + " | ".join(parts) + ")"


def all_of(parts: Iterable[str]) -> str:
    return "(" + " & ".join(parts) + ")"


def prefix(word: str) -> str:
    """Every word that begins so."""
    return f"{whole(word)}:*"


def whole(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
