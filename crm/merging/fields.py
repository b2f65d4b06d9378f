"""Which of two values of a field the survivor has: chosen by a person, else whichever is known."""

from collections.abc import Mapping
from typing import Any

from crm.actions.clients import EDITABLE
from crm.merging.errors import MergeError
from crm.models import Client

CHOOSABLE = tuple(sorted(EDITABLE - {"source"}))
KEEP, DUPLICATE = "keep", "duplicate"


def chosen_values(keep: Client, duplicate: Client, choices: Mapping[str, str]) -> dict[str, Any]:
    """Field to value, for every field that a merge decides. Raises MergeError: ``choice_unknown``.

    Without a choice the survivor's value stays where there is one; tastes and dates are gathered from both.
    """
    if not set(choices) <= set(CHOOSABLE) or not set(choices.values()) <= {KEEP, DUPLICATE}:
        raise MergeError("choice_unknown")
    return {field: _value(field, keep, duplicate, choices.get(field)) for field in CHOOSABLE}


def _value(field: str, keep: Client, duplicate: Client, choice: str | None) -> Any:
    mine, theirs = getattr(keep, field), getattr(duplicate, field)
    if choice is not None:
        return theirs if choice == DUPLICATE else mine
    if field == "tastes":
        return {**theirs, **mine}
    if field == "key_dates":
        return mine + [each for each in theirs if each not in mine]
    return mine or theirs
