"""What a table says about the people in it: whose data, for what, how long, and what erasure does to it.

Each app declares its tables in ``<app>/personal_data/`` (a module per topic) with ``declare``; the check
``consent.E001`` fails the build for a field that nobody declared. The records of processing (GDPR Art. 30), the
export (Art. 15, 20), the erasure (Art. 17) and the retention rules are all read from here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from consent.registry.retention import Retention

# Passwords and codes: sensitive, and kept by no consent.
LOG_IN_SECRETS = "log-in secrets"

Finder = Callable[[Sequence[int]], Q]


class Whose(StrEnum):
    """Whose data a row is."""

    CLIENT = "client"
    STAFF = "staff"
    NOBODY = "nobody"


class Erasure(Enum):
    """What becomes of a client's rows when the client is erased: ``code, words``."""

    DELETE = "delete", "The row goes"
    CLEAR = "clear", "Its personal fields are emptied, the rest stays under a number that leads to nobody"
    KEEP = "keep", "The row stays as it is: it names nobody, or the law wants it"

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Table:
    """One table's declaration. ``personal`` and ``sensitive`` are fields by category of data, as Art. 30(1)(c) wants.

    ``subjects``: look-ups from the row to the id of the client whose row it is, also where that is a plain number
    without a foreign key. ``mentions``: look-ups by which a row of somebody else names the client; erasure reaches
    it, an export does not. ``finder``: the same two where no look-up leads there. What a finder reads must still be
    there, so tables with one come first in an erasure.

    ``empties``: what CLEAR empties (``consent.registry.emptying``), everything personal of a row that is not kept
    for a reason. ``because``: why a row is kept or only emptied; told to the client in the answer to an erasure.

    ``house``: look-up to the brand that keeps a row with sensitive fields; empty where it is the whole group's.
    ``on_refusal``: what becomes of such a row when the client ends the consent to it (consent.sensitive).
    """

    model: str
    whose: Whose = Whose.NOBODY
    subjects: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    finder: Finder | None = None
    purposes: tuple[str, ...] = ()
    retention: Retention = Retention.NOT_PERSONAL
    erasure: Erasure = Erasure.KEEP
    empties: tuple[str, ...] = ()
    because: str = ""
    personal: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sensitive: dict[str, tuple[str, ...]] = field(default_factory=dict)
    house: str = ""
    on_refusal: Erasure = Erasure.DELETE
    plain: tuple[str, ...] = ()

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def personal_fields(self) -> tuple[str, ...]:
        """Names of the fields that say something of a person, sensitive ones included."""
        return tuple(name for group in (self.personal, self.sensitive) for names in group.values() for name in names)

    @property
    def consented_fields(self) -> tuple[str, ...]:
        """The sensitive fields that a client's consent is for: all but secrets of log-ins."""
        groups = (names for category, names in self.sensitive.items() if category != LOG_IN_SECRETS)
        return tuple(name for names in groups for name in names)

    @property
    def declared_fields(self) -> frozenset[str]:
        return frozenset({*self.personal_fields, *self.plain})

    @property
    def erased_fields(self) -> tuple[str, ...]:
        """The personal fields whose content is nowhere after an erasure."""
        if self.erasure is Erasure.DELETE:
            return self.personal_fields
        return self.empties if self.erasure is Erasure.CLEAR else ()

    @property
    def leads_to_clients(self) -> bool:
        return bool(self.subjects or self.mentions or self.finder)

    def rows_of(self, client_ids: Sequence[int]) -> QuerySet[Model]:
        """The rows that hold these clients (all records of one person: the one that lives and those merged into it)."""
        condition = ways_to(self.subjects + self.mentions, client_ids)
        if self.finder:
            condition |= self.finder(client_ids)
        return self.model_class._default_manager.filter(condition)

    def own_rows_of(self, client_ids: Sequence[int]) -> QuerySet[Model]:
        """Of these rows those that are the clients' own, and not another's that names them."""
        condition = ways_to(self.subjects, client_ids)
        if self.finder and not self.subjects:
            condition |= self.finder(client_ids)
        return self.model_class._default_manager.filter(condition)


def ways_to(paths: Sequence[str], client_ids: Sequence[int]) -> Q:
    """That one of these look-ups leads to one of these clients; nothing for no look-up."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{path}__in": list(client_ids)})
    return condition
