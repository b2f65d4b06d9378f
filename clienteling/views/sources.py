"""What comes in, for headquarters: which source is silent, what is of no use and why, and whether the sums agree."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.lib.formulas import safe_cell
from clienteling.queries.sparkline import bars_of
from clienteling.rules import brands_with_totals, may_see_whole_group, sources_of_headquarters
from clienteling.views.staff import StaffRequest, staff_page
from crm.models import Source
from crm.queries.partitions import strays_by_month
from crm.queries.source_page import days_of, downloaded_events, events_waiting, page_of_unused, violations_of
from crm.queries.source_totals import comparisons_of, is_equal, latest_comparisons
from crm.queries.sources import REJECTS_OVER, rejects_by_source, source_activity

TOTALS_SHOWN = timedelta(days=35)
COLUMNS = ("happened_at", "event", "code", "detail", "message_id")


@staff_page
@require_GET
def sources(request: StaffRequest) -> HttpResponse:
    mine, now = sources_of_headquarters(request.user), timezone.now()
    if mine is None:
        return render(request, "403.html", status=403)
    found = source_activity(mine, now=now)
    # Whose key is unknown belongs to no brand.
    nobodys = rejects_by_source(None, now=now)[None] if may_see_whole_group(request.user) else []
    compared = latest_comparisons(brands_with_totals(request.user), since=now.date() - TOTALS_SHOWN)
    context = {
        "found": [(each, bars_of(each.hours)) for each in found],
        "stale": sum(each.is_stale for each in found),
        "nobodys": nobodys,
        "compared": len(compared),
        "differing": sum(not is_equal(each) for each in compared),
        "strays": strays_by_month() if may_see_whole_group(request.user) else [],
    }
    return render(request, "clienteling/sources/page.html", context)


@staff_page
@require_GET
def source(request: StaffRequest, code: str) -> HttpResponse:
    """One source. ``?reason=`` shows the events that were left unused for it, fifty a page."""
    mine = sources_of_headquarters(request.user)
    if mine is None:
        return render(request, "403.html", status=403)
    found, now = get_object_or_404(mine.select_related("brand"), code=code), timezone.now()
    reason, before = request.GET.get("reason", "")[:40], request.GET.get("before", "")
    unused, older = page_of_unused(found, reason, int(before[:18]) if before.isdecimal() else None)
    activity = source_activity(mine.filter(pk=found.pk), now=now)
    context: dict[str, Any] = {
        "source": found, "activity": activity[0] if activity else None, "days": _days(found),
        "violations": violations_of(found, since=(now - REJECTS_OVER).date()), "waiting": events_waiting(found),
        "reason": reason, "unused": unused, "older": older, "before": before,
    }  # fmt: skip
    return render(request, "clienteling/sources/source.html", context)


def _days(source: Source) -> list[tuple[Any, int]]:
    """Each day, and how long its bar is in hundredths."""
    days = days_of(source, now=timezone.now())
    most = max((day.arrived for day in days), default=0) or 1
    return [(day, round(day.arrived / most * 100)) for day in days]


@staff_page
@require_GET
def unused(request: StaffRequest, code: str) -> HttpResponse:
    """The events of a source of which nothing could be made, as a file: what its developers need to mend it."""
    mine = sources_of_headquarters(request.user)
    if mine is None:
        return render(request, "403.html", status=403)
    found = get_object_or_404(mine, code=code)
    answer = HttpResponse(_csv(found, request.GET.get("reason", "")[:40]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-unused.csv"'
    return answer


def _csv(source: Source, reason: str) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(map(safe_cell, row) for row in downloaded_events(source, reason))
    return file.getvalue()


@staff_page
@require_GET
def totals(request: StaffRequest) -> HttpResponse:
    """What the tills and shops state beside what we have, day by day."""
    brands = brands_with_totals(request.user)
    if not brands.exists():
        return render(request, "403.html", status=403)
    compared = latest_comparisons(brands, since=timezone.now().date() - TOTALS_SHOWN)
    differing = [each for each in compared if not is_equal(each)]
    history = comparisons_of([each.total_id for each in differing])
    context = {
        "differing": [(each, history[each.total_id]) for each in differing],
        "agreeing": [each for each in compared if is_equal(each)],
    }
    return render(request, "clienteling/sources/totals.html", context)
