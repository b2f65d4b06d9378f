"""Several short lists of one client in one statement, each row as a JSON object.

A client's page shows a dozen lists of a few rows. Asked one by one they cost a dozen round trips and plans; as arrays
of one SELECT they cost one.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from clienteling.lib.compiled import asked, given_id, read_json
from crm.models import Client

# The client whose page it is, in every statement about one.
CLIENT = given_id("client")
# Her own record and those merged into it: ledgers stay on the record that they were written to.
RECORDS = Client.objects.filter(Q(pk=CLIENT) | Q(canonical=CLIENT)).values("pk")

# Rows of a list on a page: beyond this, the timeline goes on.
SHORT = 50


@dataclass(frozen=True)
class ListOf:
    """``rows``, in their order, and what of each is read: name to field or expression."""

    rows: QuerySet[Any]
    fields: Mapping[str, Any]
    limit: int = SHORT

    def as_array(self) -> ArraySubquery:
        found = self.rows.values(found=JSONObject(**self.fields))
        return ArraySubquery(found[: self.limit])


def read_together(
    shape: Hashable, make: Callable[[], Mapping[str, ListOf]], values: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """Name to rows, in one statement, compiled once for each shape (clienteling.lib.compiled).

    ``make`` gives the lists in terms of CLIENT and of what else ``values`` names. Moments and dates come as ISO 8601
    text: ``moment_in`` and ``date_or_none``.
    """

    def statement() -> QuerySet[Any, Any]:
        lists = JSONObject(**{name: each.as_array() for name, each in make().items()})
        return Client.objects.filter(pk=CLIENT).values_list(lists)

    ((found,),) = asked(shape, statement, values)
    lists: dict[str, list[dict[str, Any]]] = read_json(found)
    return lists


def exact(amount: str) -> Cast:
    """An amount as text: a JSON number would pass through a float."""
    return Cast(amount, CharField())


def amount_in(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def moment_in(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def date_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
