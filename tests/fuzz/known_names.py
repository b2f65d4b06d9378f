"""Hooks of Schemathesis: most of what is generated names things that there are, so that it gets past the first refusal.

Read by the program itself, in an environment without the product; the names come in the variable ``KNOWN_NAMES``.
"""

import json
import os
from typing import Any

import schemathesis

KNOWN: dict[str, str] = json.loads(os.environ["KNOWN_NAMES"])


def _known(values: Any, key: str = "") -> Any:
    """The same, with what is named like something known replaced by it, or left alone: told by what was generated."""
    if isinstance(values, dict):
        return {name: _known(value, name) for name, value in values.items()}
    if isinstance(values, list):
        return [_known(value, key) for value in values]
    if key in KNOWN and isinstance(values, str) and len(values) % 4 != 3:
        return KNOWN[key]
    return values


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    return _known(body)


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    return _known(query)


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    return _known(path_parameters)
