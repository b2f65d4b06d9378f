"""A word that is nowhere else, in every field of every table that an erasure empties: a new field is planted too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Model

from consent.registry.registered import tables
from consent.registry.table import Erasure, Table

# Letters alone: with a digit in it a word would be none of the search's vocabulary.
MARK = "zqplnt"
LONG_AGO = date(1901, 1, 1)
# What the program reads as a word of its own, or computes; another word there is no history that could be.
CODES = {
    ("consent.WechatContact", "contact_hash"), ("crm.Identifier", "namespace"), ("crm.MergeChange", "model"),
    ("crm.MergeMove", "model"), ("consent.HandedIn", "sealed_name"),
}  # fmt: skip
# Its hash leads to rows elsewhere: the word is in it from the beginning.
OPENID = MARK + "aopenid"


@dataclass
class Planted:
    """``words``: by table and field, the words of its rows; ``bare``: fields of free text that took none."""

    words: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    empty_tables: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [word for words in self.words.values() for word in words] + [str(day) for day in self.days]


def plant(client_ids: list[int]) -> Planted:
    """In every row of these clients. Identifiers first: what is planted later must not be looked up by them."""
    planted, words, days = Planted(), _words(), (LONG_AGO + timedelta(days=7 * number) for number in count())
    for table in tables():
        if not table.leads_to_clients or table.erasure is Erasure.KEEP:
            continue
        rows = list(table.rows_of(client_ids))
        if not rows:
            planted.empty_tables.append(table.model)
        for name in _plantable(table):
            for row in (each for each in rows if getattr(each, "value", "") != OPENID):
                _plant(table, name, row, words, days, planted)
    return planted


def _plant(table: Table, name: str, row: Model, words: Iterator[str], days: Iterator[date], planted: Planted) -> None:
    kept: models.Field[Any, Any] = table.model_class._meta.get_field(name)  # type: ignore[assignment]
    word, day = next(words), next(days)
    value = day if isinstance(kept, models.DateField) else _holding(kept, word)
    if not any(_written(table, row, name, value, as_ledger=each) for each in (False, True)):
        if isinstance(kept, models.CharField | models.JSONField) and not kept.choices:
            planted.bare.append(f"{table.model}.{name}")
        return
    if isinstance(kept, models.DateField):
        planted.days.append(day)
    else:
        planted.words.setdefault((table.model, name), []).append(word)


def _written(table: Table, row: Model, name: str, value: Any, *, as_ledger: bool) -> bool:
    """``as_ledger``: past the trigger of a ledger, whose rows hold what was written when they were made."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if as_ledger:
                cursor.execute("SET LOCAL session_replication_role = replica")
            table.model_class._default_manager.filter(pk=row.pk).update(**{name: value})
            cursor.execute("SET LOCAL session_replication_role = origin")
    except DatabaseError:
        return False
    return True


def _plantable(table: Table) -> Iterator[str]:
    for name in table.erased_fields:
        kept: Any = table.model_class._meta.get_field(name)
        is_day = isinstance(kept, models.DateField) and not isinstance(kept, models.DateTimeField)
        is_room = isinstance(kept, models.TextField | models.JSONField | models.BinaryField | ArrayField) or (
            isinstance(kept, models.CharField) and (kept.max_length or 999) >= len(MARK) + 4
        )
        is_words = is_room and not kept.generated and not kept.choices and (table.model, name) not in CODES
        if is_day or (is_words and not (isinstance(kept, ArrayField) and _is_of_numbers(kept))):
            yield name


def _is_of_numbers(kept: Any) -> bool:
    return isinstance(kept.base_field, models.IntegerField)


def _holding(kept: Any, word: str) -> Any:
    if isinstance(kept, models.JSONField):
        empty = kept.get_default() if kept.has_default() else {}
        return [{"name": word, "date": "03-17"}] if isinstance(empty, list) else {word: word}
    if isinstance(kept, ArrayField):
        return [word]
    if isinstance(kept, models.BinaryField):
        return word.encode()
    # A reason has to be a few words.
    return f"{word} {word}" if (kept.max_length or 999) >= 100 else word


def _words() -> Iterator[str]:
    return (MARK + "".join(letters) for letters in product(ascii_lowercase, repeat=4))
