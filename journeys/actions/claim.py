"""Leases: rows that one worker holds for a while."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Claim:
    """Rows that are one worker's until the lease ends; ``token`` proves it when their outcome is written."""

    token: uuid.UUID
    ids: list[int]


class LeaseLostError(Exception):
    """The row was given to another worker meanwhile: stop, and write nothing."""


def claim_rows(statement: str, values: dict[str, Any]) -> Claim:
    """Runs an ``UPDATE ... RETURNING id`` that skips locked rows, with a fresh token as ``%(token)s``."""
    token = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "token": token})
        return Claim(token, sorted(row[0] for row in cursor.fetchall()))
