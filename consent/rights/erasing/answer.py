"""What the person is told: what was erased, what is kept, and why."""

from collections import Counter
from dataclasses import dataclass

from consent.models import Erasure
from consent.registry.registered import tables
from consent.registry.table import Erasure as Fate
from consent.registry.table import Table


@dataclass(frozen=True)
class Kept:
    """``because``: in the words of the table's declaration."""

    what: str
    rows: int
    because: str


@dataclass(frozen=True)
class ErasureAnswer:
    """``erased``: category of data to how many rows or files went; ``kept``: rows that stay without a name."""

    erased: dict[str, int]
    kept: tuple[Kept, ...]


def erasure_answer(erasure: Erasure) -> ErasureAnswer:
    """Holds no value of the person. One statement for each table that keeps something."""
    by_model = {each.model: each for each in tables()}
    erased: Counter[str] = Counter()
    for name, count in sorted(erasure.counts.items()):
        erased[_category(by_model[name]) if name in by_model else name] += count
    kept = (_kept(each, erasure) for each in tables() if each.subjects and each.erasure is not Fate.DELETE)
    return ErasureAnswer(dict(erased), tuple(each for each in kept if each.rows))


def _kept(table: Table, erasure: Erasure) -> Kept:
    what = str(table.model_class._meta.verbose_name_plural)
    return Kept(what, table.rows_of(erasure.client_ids).count(), table.because)


def _category(table: Table) -> str:
    """The first of the declared categories, else the table's own name."""
    named = [*table.sensitive, *table.personal]
    return named[0] if named else str(table.model_class._meta.verbose_name_plural)
