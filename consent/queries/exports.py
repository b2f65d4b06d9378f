"""Files that left, and those that were not let out, for the privacy officer."""

from collections.abc import Collection
from dataclasses import dataclass

from consent.models import Export

PAGE = 50


@dataclass(frozen=True)
class ExportPage:
    """``next_before`` is the key of the next page, None on the last."""

    exports: list[Export]
    next_before: int | None


def export_page(user_ids: Collection[int], *, before: int | None = None) -> ExportPage:
    """Of these people, the newest first, ``PAGE`` at a time. One statement."""
    rows = Export.objects.filter(user__in=user_ids).select_related("user", "seen_by").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return ExportPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def open_alerts(user_ids: Collection[int]) -> list[Export]:
    """Refused, and not looked into: at most one a person and day, so no more than a page of them is shown."""
    rows = Export.objects.filter(user__in=user_ids, is_refused=True, seen_at=None)
    return list(rows.select_related("user").order_by("-pk")[:PAGE])
