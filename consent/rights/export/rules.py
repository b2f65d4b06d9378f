"""What an export says of a table beyond its declaration: the apps register it when they are ready.

Everything declared is written, except: numbers of the staff, secrets of log-ins, and what a rule leaves out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SECRETS = "log-in secrets"
INSIDE = "A number inside the database."
OTHERS = "Another person's."
SECRET = "A secret that would let others in."  # noqa: S105  # words, not a secret
STAFF = "A member of the staff."


@dataclass(frozen=True)
class Rule:
    """``left_out``: field to reason. ``numbers``: field to the model whose row it numbers without a foreign key.

    ``is_inferred``: what the house concluded, which Art. 20 does not cover (WP 242, section II), and Art. 15 does.
    ``is_made_again``: why an import brings back no row of it.
    """

    left_out: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    own_only: tuple[str, ...] = ()
    is_inferred: bool = False
    is_made_again: str = ""


_rules: dict[str, Rule] = {}
_references: dict[str, tuple[str, ...]] = {}


def set_rule(model: str, rule: Rule) -> None:
    """Setting it again replaces it."""
    _rules[model] = rule


def rule_of(model: str) -> Rule:
    return _rules.get(model, Rule())


def name_rows(model: str, *paths: str) -> None:
    """Rows of this table of the house are named by these look-ups: a brand by its code, whatever its number."""
    _references[model] = paths


def naming_of(model: str) -> tuple[str, ...] | None:
    """The look-ups that name a row; None where nobody said how."""
    return _references.get(model)
