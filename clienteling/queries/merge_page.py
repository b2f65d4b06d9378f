"""Two records side by side: what differs, and what each choice does."""

from dataclasses import dataclass
from typing import Any

from clienteling.models import Note, Task
from crm.merging.fields import CHOOSABLE, chosen_values
from crm.merging.identifiers import has_conflict, live_identifiers
from crm.models import Client, Purchase
from journeys.models import Enrolment

NAMES = {
    "given_name": "Given name",
    "family_name": "Family name",
    "name_order": "Order of the name",
    "salutation": "Salutation",
    "language": "Language",
    "country": "Country",
    "city": "City",
    "timezone": "Time zone",
    "birth_date": "Birthday",
    "tastes": "Tastes",
    "key_dates": "Dates to keep",
}


@dataclass(frozen=True)
class FieldRow:
    """``chosen`` is keep, duplicate, or empty where the two are put together (tastes, dates)."""

    code: str
    name: str
    mine: str
    theirs: str
    chosen: str


@dataclass(frozen=True)
class MergePreview:
    """``differing`` asks for a choice; ``same`` are names of fields that agree; the counts are what would move."""

    differing: list[FieldRow]
    same: list[str]
    purchases: int
    addresses: list[str]
    tasks: int
    notes: int
    journeys: int
    has_two_numbers: bool


def merge_preview(keep: Client, duplicate: Client) -> MergePreview:
    merged = chosen_values(keep, duplicate, {})
    differs = [code for code in CHOOSABLE if getattr(keep, code) != getattr(duplicate, code)]
    return MergePreview(
        differing=[_row(code, keep, duplicate, merged[code]) for code in NAMES if code in differs],
        same=[name for code, name in NAMES.items() if code not in differs and getattr(keep, code)],
        purchases=Purchase.objects.filter(client=duplicate).count(),
        addresses=list(
            live_identifiers(duplicate).filter(namespace__in=["email", "phone"]).values_list("value", flat=True)
        ),
        tasks=Task.objects.filter(client=duplicate, done_at=None).count(),
        notes=Note.objects.filter(client=duplicate).count(),
        journeys=Enrolment.objects.filter(client=duplicate, status=Enrolment.Status.LIVE).count(),
        has_two_numbers=has_conflict(keep, duplicate),
    )


def _row(code: str, keep: Client, duplicate: Client, merged: Any) -> FieldRow:
    mine, theirs = getattr(keep, code), getattr(duplicate, code)
    chosen = "keep" if merged == mine else "duplicate" if merged == theirs else ""
    return FieldRow(code, NAMES[code], in_words(mine), in_words(theirs), chosen)


def in_words(value: Any) -> str:
    """A value as it is read; empty for none."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(f"{each.get('name')} {each.get('date')}" for each in value)
    return str(value).replace("_", " ") if value else ""
