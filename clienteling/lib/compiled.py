"""Statements that the ORM writes once and that are asked many times.

A client's page is six large statements. To build and compile one of them takes Django longer than PostgreSQL takes
to answer it, and each time the text comes out the same. So it is compiled once for each shape, with named places
for what changes from one question to the next, and kept.
"""

import json
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BigIntegerField, BooleanField, DateTimeField, F, Field, Func, QuerySet, TextField
from django.db.models.expressions import Expression
from psycopg.sql import Literal

# Shapes differ by scope and by what a list is narrowed to: some hundreds. Beyond this, all are compiled anew.
MOST = 1_000


@dataclass(frozen=True)
class Place:
    """Stands among the parameters of a compiled statement for the value of this name."""

    name: str


class Given(Expression):
    """The value that is given under this name when the statement is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        # The database plans before it sees the value, and must know its type.
        return f"%s::{self.output_field.db_type(connection)}", [Place(self.name)]


class IsOneOf(Func):
    """Whether a column has one of the ids that are given as a list under this name."""

    output_field = BooleanField()  # type: ignore[assignment]

    def __init__(self, column: str, name: str) -> None:
        super().__init__(F(column), Given(name, ArrayField(BigIntegerField())))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, given = self.get_source_expressions()
        (left, first), (right, second) = compiler.compile(column), compiler.compile(given)
        return f"({left} = ANY({right}))", [*first, *second]


def given_id(name: str) -> Given:
    return Given(name, BigIntegerField())


def given_text(name: str) -> Given:
    return Given(name, TextField())


def given_moment(name: str) -> Given:
    return Given(name, DateTimeField())


_compiled: dict[Hashable, str] = {}


def asked(shape: Hashable, make: Callable[[], QuerySet[Any, Any]], values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of the statement of this shape, made by ``make`` when it is asked for the first time.

    Two questions of one shape must differ by nothing but ``values``, since ``make`` is not called for the second.
    JSON comes as text, see ``read_json``; everything else as the driver reads it.
    """
    if shape not in _compiled:
        if len(_compiled) >= MOST:
            _compiled.clear()
        _compiled[shape] = _text_of(make())
    return _rows(_compiled[shape], values)


def _rows(text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    started = time.monotonic()
    with _server_side_cursor() as cursor:
        cursor.execute(text, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.queries_logged:
        # Of a prepared statement the driver keeps no text, and Django's log would hold nothing.
        connection.queries_log.append({"sql": text, "time": f"{time.monotonic() - started:.3f}"})
    return rows


def _text_of(rows: QuerySet[Any, Any]) -> str:
    """The statement with ``%(name)s`` where a value is given, and every constant in its place."""
    text, parameters = rows.query.get_compiler(connection=connection).as_sql()
    connection.ensure_connection()
    pieces = text.split("%s")
    written = [_written(each) for each in parameters]
    return "".join(part for pair in zip(pieces, [*written, ""], strict=True) for part in pair)


def _written(parameter: Any) -> str:
    if isinstance(parameter, Place):
        return f"%({parameter.name})s"
    return Literal(parameter).as_string(connection.connection).replace("%", "%%")


def _server_side_cursor() -> Any:
    """A cursor whose statements the server may keep prepared (``prepare_threshold``, docs/configuration.md).

    Django's own writes the values into the text, so that each page would be planned anew: with thirty tables and the
    partitions of the interactions that takes longer than to answer.
    """
    connection.ensure_connection()
    cursor: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # the stubs lack the driver's
    return connection.make_cursor(cursor)


def read_json(text: Any) -> Any:
    """What a JSON column of such a row says; None for NULL. Also a list of them."""
    if isinstance(text, list):
        return [read_json(each) for each in text]
    return None if text is None else json.loads(text)
