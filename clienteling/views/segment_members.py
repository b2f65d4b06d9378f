"""Who is in a segment by hand: put in and taken out, one by one or from a list; and who of them one is looking for."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.queries.segments import found_members
from clienteling.views.segment_access import segment_or_404, to_segment, writable_segment
from clienteling.views.segments import segment_page
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.segment_lists import enter_list
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Client, Segment
from crm.segments.errors import SegmentError

LARGEST_LIST = 2_000_000


@clients_page
@require_POST
def choose(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Put somebody into a segment by hand, or take them out, by unique id."""
    found = writable_segment(request, brand, code)
    person = Client.objects.visible_to(request.user).filter(uid=typed_text(request, "uid").upper()).first()
    if found.kind != Segment.Kind.STATIC or person is None:
        messages.error(request, "There is nobody with this unique id. Nothing was changed.")
        return to_segment(found)
    change = leave_segment if request.POST.get("out") else enter_segment
    with transaction.atomic():
        if change(found, person, reason=f"by hand, {request.user}"[:120], at=timezone.now()):
            why = f"segment {found.code}"[:60]
            record_access(user=request.user, client=person, action="changed", fields=["segments"], why=why)
    return to_segment(found)


@clients_page
@require_POST
def enter_many(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """A list, pasted or as a file of text."""
    found = writable_segment(request, brand, code)
    try:
        outcome = enter_list(found, _list_in(request), actor=request.user, at=timezone.now())
    except SegmentError as error:
        return render(request, "clienteling/segments/page.html", segment_page(request, found, error=str(error)))
    page = segment_page(request, found, outcome=outcome)
    return render(request, "clienteling/segments/page.html", page)


@clients_page
@require_POST
def find(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Members by name or number. By POST, as what is typed to find somebody stays out of addresses."""
    found = segment_or_404(request, brand, code)
    text = typed_text(request, "q")[:100]
    if not text:
        return to_segment(found)
    record_access(user=request.user, client=None, action="searched", fields=["identity"], why=f"segment {code}"[:60])
    page = segment_page(request, found, looked_for=text, found=found_members(found, request.user, text))
    return render(request, "clienteling/segments/page.html", page)


def _list_in(request: HttpRequest) -> str:
    """Raises SegmentError (too_large, not_a_list)."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return request.POST.get("list", "")
    if file.size is None or file.size > LARGEST_LIST:
        raise SegmentError("too_large", f"A file of a list has {LARGEST_LIST // 1_000_000} MB at most.")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SegmentError("not_a_list", "This file is not text in UTF-8.") from error
