"""Kill switches in the journal: what was stopped after a backup is stopped in the restored copy too."""

from collections.abc import Sequence
from typing import Any

from consent.journal.folder import Line
from consent.journal.kinds import REASON, brand_of, moment_of, register_kind
from consent.models import JournalEntry
from journeys.models import KillSwitch


def register_kill_switches() -> None:
    register_kind(JournalEntry.Kind.KILL_SWITCH, make=_lines, carry_out=_switch)


def _lines(ids: Sequence[int]) -> dict[int, Line]:
    rows = KillSwitch.objects.filter(pk__in=ids).select_related("brand")
    return {
        each.pk: {
            "brand": each.brand.code if each.brand else None, "is_on": each.is_on, "at": each.changed_at.isoformat()
        }
        for each in rows
    }  # fmt: skip


def _switch(line: Line, clients: list[Any]) -> None:
    """An end of the stop ends what a replay began, and nothing that is stopped in the copy itself."""
    brand = brand_of(line["brand"]) if line["brand"] else None
    here = KillSwitch.objects.filter(brand=brand)
    if not line["is_on"]:
        here.filter(is_on=True, reason=REASON).update(is_on=False)
        return
    KillSwitch.objects.get_or_create(brand=brand)
    here.filter(is_on=False).update(is_on=True, reason=REASON, changed_at=moment_of(line["at"]))
