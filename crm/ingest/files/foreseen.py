"""What a dry run remembers of the rows before: a temporary table that stands before what is kept.

So that a file that names a client in its first and its last chunk is foretold as it will be kept: one client. The
table is in the database and not in memory, since a file has millions of rows.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.db.backends.utils import CursorWrapper

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
State = dict[str, Any]


def make_foreseen(cursor: CursorWrapper) -> None:
    cursor.execute("DROP TABLE IF EXISTS import_foreseen")
    cursor.execute("CREATE TEMPORARY TABLE import_foreseen (key text PRIMARY KEY, state text)")


def foreseen(cursor: CursorWrapper, keys: Iterable[str]) -> dict[str, State]:
    """The states that were noted under these keys."""
    cursor.execute("SELECT key, state FROM import_foreseen WHERE key = ANY(%s)", [sorted(set(keys))])
    return {key: _decode(state) for key, state in cursor.fetchall()}


def note_foreseen(cursor: CursorWrapper, states: Mapping[str, object]) -> None:
    """Remember these states, each a JSON object, in place of earlier ones of the same key."""
    if states:
        cursor.execute(
            "INSERT INTO import_foreseen SELECT * FROM unnest(%s::text[], %s::text[])"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state",
            [list(states), [_encode(state).decode() for state in states.values()]],
        )
