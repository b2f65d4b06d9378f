"""The members of a segment as a file. What leaves is written down before it does."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from clienteling.views.segment_access import writable_segment
from clienteling.views.staff import StaffRequest, clients_page
from consent.actions.access import record_access
from crm.ingest.files.formulas import safe_cell
from crm.models import Client, Segment

COLUMNS = ("uid", "given_name", "family_name", "language", "country", "since")
MOST_ROWS = 50_000


@clients_page
@require_POST
def export(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Up to fifty thousand members whom the user may see, the newest first, without any address to write to."""
    segment = writable_segment(request, brand, code)
    with transaction.atomic():
        record_access(
            user=request.user,
            client=None,
            action="exported",
            fields=["identity", "segments"],
            why=f"segment {code}"[:60],
        )
        content = _csv(_rows(segment, request))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{brand}-{code}.csv"'
    return answer


def _rows(segment: Segment, request: StaffRequest) -> Iterable[tuple[object, ...]]:
    names = [f"client__{name}" for name in COLUMNS[:-1]]
    members = segment.members.filter(client__in=Client.objects.visible_to(request.user)).order_by("-pk")
    for *shown, since in members.values_list(*names, "since")[:MOST_ROWS].iterator(chunk_size=2000):
        yield (*shown, since.date().isoformat())


def _csv(rows: Iterable[tuple[object, ...]]) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(map(safe_cell, row) for row in rows)
    return file.getvalue()
