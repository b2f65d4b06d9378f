"""After the key of the hashes was changed: what stands under a former one is carried to the new one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Left, Substr

from consent.contact_hash import MARK, current_mark, is_key_changing, known_marks, later_hashes, mark_of
from consent.rehashing.settle import settle_hashes
from consent.rehashing.tables import ADDRESSES, CHALLENGES, ERASED, EVERY, FOLLOWERS, HashedTable

BATCH = 500
# Model to field: hashes that stay as they were written, since a ledger refuses every change.
_written_once: dict[str, str] = {"consent.Decision": "contact_hash"}


@dataclass
class CarriedOver:
    """``changed``: hashes that stand under the new key now. ``former``: table to how many of its rows still need a
    former one. ``strangers``: tables with rows of a key that is not known: one is missing, or in the wrong order."""

    changed: int = 0
    former: dict[str, int] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)


def register_written_once(model: str, name: str) -> None:
    """Called once, when an app is ready: a field whose hashes stay under the key of their time."""
    _written_once[model] = name


def carry_over() -> CarriedOver:
    """Every hash that may be changed, an address at a time in all of its tables. May be stopped and begun again, and
    run twice at once; nothing waits for it longer than for five hundred addresses. Nothing to do with one key."""
    done = CarriedOver()
    if is_key_changing():
        for group in (ADDRESSES, FOLLOWERS, ERASED, CHALLENGES):
            done.changed += sum(_carry_over(table, group) for table in group)
        _count(done)
    return done


def _carry_over(table: HashedTable, group: Sequence[HashedTable]) -> int:
    changed, last = 0, ""
    while batch := _batch(table, last):
        carried = [each for each in batch if _is_former(each)]
        with transaction.atomic():
            settle_hashes(carried, tables=group)
        changed, last = changed + len(carried), batch[-1]
    return changed


def _batch(table: HashedTable, last: str) -> list[str]:
    rows = _not_current(table.model._meta.label, table.field).filter(**{f"{table.field}__gt": last})
    return list(rows.order_by(table.field).values_list(table.field, flat=True).distinct()[:BATCH])


def _is_former(stored: str) -> bool:
    """Under a key before the one that is written with; what another process wrote under the next one is not."""
    return current_mark() in [mark_of(each) for each in later_hashes(stored)[1:]]


def _count(done: CarriedOver) -> None:
    for model, name in {**{each.model._meta.label: each.field for each in EVERY}, **_written_once}.items():
        by_mark = _not_current(model, name).annotate(mark=Left(name, MARK), dot=Substr(name, MARK + 1, 1))
        marks = set(by_mark.filter(dot=".").values_list("mark", flat=True).distinct())
        done.former[model] = _not_current(model, name).count()
        done.strangers += [model] if marks - set(known_marks()) else []


def _not_current(model: str, name: str) -> QuerySet[Model]:
    """Rows whose hash is under another key than the one that is written with."""
    rows = apps.get_model(model)._default_manager.exclude(**{name: ""})
    if current_mark():
        return rows.exclude(**{f"{name}__startswith": f"{current_mark()}."})
    return rows.filter(**{f"{name}__contains": "."})
