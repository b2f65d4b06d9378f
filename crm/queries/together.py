"""Several short lists of one client in one statement, each row as a JSON object.

A client's page shows a dozen lists of a few rows. Asked one by one they cost a dozen round trips and plans; as arrays
of one SELECT they cost one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, JSONObject

from crm.models import Client

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


def read_together(client: Client, lists: Mapping[str, ListOf]) -> dict[str, list[dict[str, Any]]]:
    """Name to rows, in one statement. Moments and dates come as ISO 8601 text: ``moment_in`` and ``date_in``."""
    columns = {f"list_{name}": each.as_array() for name, each in lists.items()}
    row: dict[str, Any] = dict(Client.objects.filter(pk=client.pk).values(**columns).get())
    return {name: row[f"list_{name}"] or [] for name in lists}


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
