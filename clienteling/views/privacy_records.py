"""The records of processing (GDPR Art. 30), as a page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.views.privacy import privacy_page
from clienteling.views.staff import StaffRequest
from consent.actions.access import record_access
from consent.registry.records import records_of_processing
from consent.registry.records_file import FORMATS


@privacy_page
@require_GET
def records(request: StaffRequest) -> HttpResponse:
    return render(request, "clienteling/privacy/records.html", {"made": records_of_processing(timezone.now())})


@privacy_page
@require_GET
def records_file(request: StaffRequest, kind: str) -> HttpResponse:
    """It names no client; that it was taken is written down all the same."""
    write, content_type = FORMATS[kind]
    made = records_of_processing(timezone.now())
    record_access(user=request.user, client=None, action="exported", fields=["records"], why="records of processing")
    answer = HttpResponse(write(made), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="records-of-processing-{made.made_at:%Y-%m-%d}.{kind}"'
    return answer
