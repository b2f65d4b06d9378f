"""Who is in a segment by hand: put in and taken out, one by one or from a list."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.views.segment_access import to_segment, writable_segment
from clienteling.views.staff import StaffRequest, clients_page
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Client, Segment


@clients_page
@require_POST
def choose(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    """Put somebody into a segment by hand, or take them out, by unique id."""
    found = writable_segment(request, brand, code)
    person = Client.objects.visible_to(request.user).filter(uid=request.POST.get("uid", "").strip().upper()).first()
    if found.kind != Segment.Kind.STATIC or person is None:
        messages.error(request, "There is nobody with this unique id. Nothing was changed.")
        return to_segment(found)
    change = leave_segment if request.POST.get("out") else enter_segment
    change(found, person, reason="by hand", at=timezone.now())
    return to_segment(found)
