"""The records of processing activities (GDPR Art. 30(1)), written from the declarations and from what is set.

Nothing is invented: what neither a table nor a setting knows, such as the controller's address, is shown as missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from consent.models import Purpose, TransferRule
from consent.registry.activities import ACTIVITIES
from consent.registry.measures import Measure, measures
from consent.registry.recipients import Recipient, recipients
from consent.registry.registered import tables
from consent.registry.retention import Retention
from consent.registry.table import Table, Whose
from consent.retention.lengths import Lengths, lengths

PEOPLE = {Whose.CLIENT: "Clients, prospects and visitors", Whose.STAFF: "Staff"}


@dataclass(frozen=True)
class Category:
    """One category of data, and the fields behind it as ``app.Model.field``."""

    name: str
    is_sensitive: bool
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """One purpose. ``limits``: how long, in words, one for each rule that its tables are under."""

    code: str
    name: str
    basis: str
    is_asked: bool
    people: tuple[str, ...]
    categories: tuple[Category, ...]
    recipients: tuple[Recipient, ...]
    limits: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Controller:
    """``value`` empty: nobody has set it."""

    words: str
    setting: str
    value: str


@dataclass(frozen=True)
class Records:
    """``transfers``: to which regions data may go, on which ground (Art. 30(1)(e)); nowhere else."""

    made_at: datetime
    controller: tuple[Controller, ...]
    transfers: tuple[TransferRule, ...]
    records: tuple[Record, ...]
    measures: tuple[Measure, ...]


def records_of_processing(at: datetime) -> Records:
    """Everything as it stands now. A handful of statements, whatever the number of tables."""
    told, days = _by_purpose(recipients()), lengths()
    purposes = [
        *((each.code, each.name, each.get_lawful_basis_display(), True) for each in Purpose.objects.order_by("name")),
        *((each.code, each.name, Purpose.Basis(each.lawful_basis).label, False) for each in ACTIVITIES),
    ]
    records = tuple(_record(*purpose, tuple(told[purpose[0]]), days) for purpose in purposes)
    rules = tuple(TransferRule.objects.order_by("from_region", "to_region"))
    return Records(at, _controller(), rules, records, tuple(measures()))


def _record(  # noqa: PLR0913, PLR0917  # one purpose as it is listed, who is told, and how long what stays
    code: str, name: str, basis: str, is_asked: bool, told: tuple[Recipient, ...], days: Lengths
) -> Record:
    concerned = tuple(table for table in tables() if code in table.purposes)
    return Record(
        code=code,
        name=name,
        basis=basis,
        is_asked=is_asked,
        people=tuple(sorted({PEOPLE[table.whose] for table in concerned})),
        categories=_categories(concerned),
        recipients=told,
        limits=tuple(
            each.worded(days.get(each)) for each in Retention if each in {table.retention for table in concerned}
        ),
        tables=concerned,
    )


def _categories(concerned: Iterable[Table]) -> tuple[Category, ...]:
    fields: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for table in concerned:
        for is_sensitive, group in ((False, table.personal), (True, table.sensitive)):
            for name, names in group.items():
                fields[name, is_sensitive] += [f"{table.model}.{each}" for each in names]
    return tuple(Category(name, is_sensitive, tuple(each)) for (name, is_sensitive), each in sorted(fields.items()))


def _by_purpose(found: Iterable[Recipient]) -> Mapping[str, list[Recipient]]:
    told: dict[str, list[Recipient]] = defaultdict(list)
    for each in found:
        for code in each.purposes:
            told[code].append(each)
    return told


def _controller() -> tuple[Controller, ...]:
    return tuple(
        Controller(words, f"CLIENTELING_{name}", getattr(settings, name))
        for name, words in (
            ("CONTROLLER_NAME", "Controller"),
            ("CONTROLLER_CONTACT", "Its address"),
            ("CONTROLLER_REPRESENTATIVE", "Its representative in the Union (Art. 27)"),
            ("DATA_PROTECTION_OFFICER", "Data protection officer"),
        )
    )
