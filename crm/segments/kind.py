"""What a kind of rule is made of: how it is read, asked of the database, told in words, and typed in.

The kinds of the profile store are in crm.segments.kinds; an app above registers its own when it is ready, so that
nothing here imports it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.segments.errors import SegmentError
from crm.segments.fragment import Fragment, Scope, Span
from crm.segments.rules import Leaf

Data = Mapping[str, Any]
Path = tuple[int, ...]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field of a form. ``choices``: what may be chosen; ``offers``: the name of a list that the house has
    (countries, categories, events...), offered while typing; ``is_list``: values separated by commas."""

    name: str
    label: str
    choices: Choices = ()
    offers: str = ""
    hint: str = ""
    is_number: bool = False
    is_list: bool = False
    is_optional: bool = False


@dataclass(frozen=True)
class Form:
    """How one thing that a kind can say is typed in. ``fixed`` is the part of the rule that the form itself says."""

    code: str
    heading: str
    title: str
    fields: tuple[Field, ...]
    fixed: Data = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """``members`` gives the ``client_id`` of whoever the line is true of; ``expired`` of whom it may have changed
    within a span without any row having changed, None where time alone changes nobody. ``unconcluded`` of whom the
    house may not conclude whether it is true (GDPR Art. 21): neither they nor their absence decide; None for a line
    that concludes nothing."""

    name: str
    rule: type[Leaf]
    read: Callable[[Data, Path], Any]
    members: Callable[[Any, Scope], Fragment]
    words: Callable[[Any], str]
    forms: tuple[Form, ...]
    expired: Callable[[Any, Span], Fragment | None] = lambda leaf, span: None
    unconcluded: Callable[[Any, Scope], Fragment | None] = lambda leaf, scope: None


_by_name: dict[str, Kind] = {}
_by_rule: dict[type[Leaf], Kind] = {}


def register_kind(kind: Kind) -> None:
    """Called once a kind, when an app is ready. Registering it again replaces it."""
    _by_name[kind.name] = kind
    _by_rule[kind.rule] = kind


def kind_named(name: object, path: Path = ()) -> Kind:
    """Raises SegmentError (unknown_kind)."""
    try:
        return _by_name[str(name)]
    except KeyError as error:
        raise SegmentError("unknown_kind", f"No rule is of the kind {str(name)[:40]!r}.", path) from error


def kind_of(leaf: Leaf) -> Kind:
    return _by_rule[type(leaf)]


def all_kinds() -> tuple[Kind, ...]:
    """In the order in which they were registered."""
    return tuple(_by_name.values())


def all_forms() -> tuple[Form, ...]:
    return tuple(form for kind in all_kinds() for form in kind.forms)
