"""A schema as it is written, in JSON or TOML, and as it is used.

specification = true                       # ecommerce events as the Segment specification has them
other_events = "counted"                   # or "allowed", or "blocked"

[events."Store Found"]
unknown_properties = "counted"             # or "allowed"
properties = { store = "string!", distance = "number" }   # "!" must be there

[events."Debug Dump"]
blocked = true
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "any": (object,),
}
OTHERS = ("allowed", "counted", "blocked")
MOST_EVENTS, MOST_PROPERTIES, LONGEST_NAME = 500, 200, 200


class SchemaError(ValueError):
    """What is written is no schema. ``code``: ``schema_unreadable`` or ``schema_invalid``; its text says where."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class PropertySchema:
    type: str
    is_required: bool = False

    def accepts(self, value: Any) -> bool:
        # For Python true is a number; for whoever wrote the event it is not.
        if isinstance(value, bool):
            return self.type in ("boolean", "any")
        return isinstance(value, TYPES[self.type])


@dataclass(frozen=True)
class EventSchema:
    properties: Mapping[str, PropertySchema] = field(default_factory=dict)
    is_blocked: bool = False
    counts_unknown: bool = False


@dataclass(frozen=True)
class SourceSchema:
    events: Mapping[str, EventSchema] = field(default_factory=dict)
    other_events: str = "allowed"
    is_specified: bool = False


def parse_text(text: str) -> dict[str, Any]:
    """JSON, or else TOML. Raises SchemaError ``schema_unreadable``."""
    if not text.strip():
        return {}
    try:
        written = json.loads(text)
    except ValueError:
        try:
            written = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SchemaError("schema_unreadable", f"This is neither JSON nor TOML: {error}") from error
    if not isinstance(written, dict):
        raise SchemaError("schema_invalid", "A schema is an object.")
    return written


def read_schema(written: Mapping[str, Any]) -> SourceSchema:
    """Raises SchemaError ``schema_invalid``."""
    _only(written, {"specification", "other_events", "events"}, "the schema")
    events, others = written.get("events", {}), written.get("other_events", "allowed")
    if others not in OTHERS:
        raise SchemaError("schema_invalid", f"other_events is one of: {', '.join(OTHERS)}.")
    if not isinstance(events, dict) or len(events) > MOST_EVENTS:
        raise SchemaError("schema_invalid", f"events is an object of {MOST_EVENTS} events at most.")
    return SourceSchema(
        {_name(name): _event(name, said) for name, said in events.items()},
        others,
        _flag(written, "specification", "the schema"),
    )


def _event(name: str, said: Any) -> EventSchema:
    if not isinstance(said, dict):
        raise SchemaError("schema_invalid", f"{name} is an object.")
    _only(said, {"properties", "blocked", "unknown_properties"}, name)
    properties, unknown = said.get("properties", {}), said.get("unknown_properties", "allowed")
    if unknown not in ("allowed", "counted"):
        raise SchemaError("schema_invalid", f"unknown_properties of {name} is one of: allowed, counted.")
    if not isinstance(properties, dict) or len(properties) > MOST_PROPERTIES:
        raise SchemaError("schema_invalid", f"properties of {name} is an object of {MOST_PROPERTIES} at most.")
    read = {_name(key): _property(f"{name}.{key}", value) for key, value in properties.items()}
    return EventSchema(read, _flag(said, "blocked", name), unknown == "counted")


def _property(path: str, written: Any) -> PropertySchema:
    kind = written.removesuffix("!") if isinstance(written, str) else ""
    if kind not in TYPES:
        raise SchemaError("schema_invalid", f"{path} is one of: {', '.join(TYPES)}; with ! where it must be there.")
    return PropertySchema(kind, written.endswith("!"))


def _flag(said: Mapping[str, Any], name: str, where: str) -> bool:
    value = said.get(name, False)
    if not isinstance(value, bool):
        raise SchemaError("schema_invalid", f"{name} of {where} is true or false.")
    return value


def _name(name: str) -> str:
    if not name or len(name) > LONGEST_NAME:
        raise SchemaError("schema_invalid", f"A name has from 1 to {LONGEST_NAME} characters.")
    return name


def _only(said: Mapping[str, Any], known: set[str], where: str) -> None:
    if others := sorted(set(said) - known):
        raise SchemaError("schema_invalid", f"{where} does not have: {', '.join(others)}.")
