"""The members of a segment as a file. What leaves is written down before it does."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from clienteling.actions.leave import Staying, note_leaving
from clienteling.lib.formulas import safe_cell
from clienteling.views.segment_access import writable_segment
from clienteling.views.staff import StaffRequest, clients_page
from clienteling.views.step_up import confirmation_or_none, refusal_or_none
from consent.actions.access import record_access_to_many
from consent.models import Restriction
from crm.models import Client, Segment, SegmentMember

COLUMNS = ("uid", "given_name", "family_name", "language", "country", "since")
MOST_ROWS = 50_000


@clients_page
@require_POST
def export(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Up to fifty thousand members whom the user may see, the newest first, without any address to write to."""
    segment, back = writable_segment(request, brand, code), reverse("segment", args=[brand, code])
    if asked_again := confirmation_or_none(request, back=back):
        return asked_again
    with transaction.atomic():
        staying = _staying(segment, request)
        members = _members(segment, request, staying)
        if refused := refusal_or_none(request, rows=len(members), what=f"segment {code}", back=back):
            return refused
        content = _csv(_rows(members), staying.words)
        record_access_to_many(
            (each.client_id for each in members),
            user=request.user,
            action="exported",
            fields=["identity", "segments"],
            why=f"segment {code}",
        )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{brand}-{code}.csv"'
    return answer


def _staying(segment: Segment, request: StaffRequest) -> Staying:
    """Whose data may not go to where this person works; it is written down (decision 29). They are counted among
    those whom the user would see if there were no border."""
    regardless = Client.objects.known_to(request.user, has_borders=False)
    return note_leaving(
        regardless.filter(segment_memberships__segment=segment),
        user=request.user,
        brand=segment.brand,
        what=f"export segment {segment.code}",
    )


def _members(segment: Segment, request: StaffRequest, staying: Staying) -> list[SegmentMember]:
    """Read once, so that what is written down is what leaves."""
    visible = Client.objects.visible_to(request.user).exclude(pk__in=staying.regions)
    seen = segment.members.filter(client__in=visible).order_by("-pk")
    # By hand somebody stays in a list; out of the house their data goes only where it may be used (GDPR Art. 18).
    seen = seen.exclude(client__in=Restriction.objects.filter(lifted_at=None).values("client"))
    shown = [f"client__{name}" for name in COLUMNS[:-1]]
    return list(seen.select_related("client").only("since", *shown)[:MOST_ROWS])


def _rows(members: Iterable[SegmentMember]) -> Iterable[tuple[object, ...]]:
    for each in members:
        yield (*(getattr(each.client, name) for name in COLUMNS[:-1]), each.since.date().isoformat())


def _csv(rows: Iterable[tuple[object, ...]], left_out: str) -> str:
    """``left_out``: who is not in it, as a last line of one cell; none where everybody is."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(map(safe_cell, row) for row in rows)
    if left_out:
        writer.writerow([left_out])
    return file.getvalue()
