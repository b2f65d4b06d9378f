"""Change a draft at one place. A place is the way from the top: () the whole, (0, 2) the third rule of the first."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from crm.segments.errors import SegmentError

Draft = dict[str, Any]
Place = tuple[int, ...]


def place_from(written: str) -> Place:
    """``0.2`` as (0, 2). Raises SegmentError (not_a_rule)."""
    try:
        return tuple(int(each) for each in written.split(".") if each)
    except ValueError as error:
        raise SegmentError("not_a_rule", "There is no rule at this place.") from error


def add_rule(draft: Draft, place: Place, rule: Draft) -> Draft:
    """The draft with one more rule or group at the end of this group."""
    return _changed(draft, place, lambda group: group["rules"].append(rule))


def remove_rule(draft: Draft, place: Place) -> Draft:
    """The draft without what is at this place; the whole is never removed."""
    if not place:
        raise SegmentError("not_a_rule", "The whole stays.")
    return _changed(draft, place[:-1], lambda group: group["rules"].pop(place[-1]))


def set_operator(draft: Draft, place: Place, operator: str) -> Draft:
    """The draft with all, any or none of a group's rules wanted."""
    return _changed(draft, place, lambda group: group.update(op=operator))


def replace_rule(draft: Draft, place: Place, rule: Draft) -> Draft:
    """The draft with another rule at this place."""
    if not place:
        raise SegmentError("not_a_rule", "The whole stays.")
    rule_at(draft, place)

    def put(group: Draft) -> None:
        group["rules"][place[-1]] = rule

    return _changed(draft, place[:-1], put)


def rule_at(draft: Draft, place: Place) -> Draft:
    """What is at this place. Raises SegmentError (not_a_rule)."""
    found = draft
    try:
        for step in place:
            found = found["rules"][step]
    except (IndexError, KeyError, TypeError) as error:
        raise SegmentError("not_a_rule", "There is no rule at this place any more.", place) from error
    return found


def _changed(draft: Draft, place: Place, change: Callable[[Draft], object]) -> Draft:
    changed = deepcopy(draft)
    group = changed
    try:
        for step in place:
            group = group["rules"][step]
        group["rules"]
        change(group)
    except (IndexError, KeyError, TypeError) as error:
        raise SegmentError("not_a_rule", "There is no rule at this place any more.", place) from error
    return changed
