"""The page of who entered and left a segment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.queries.segment_log import chart_of, log_page, size_before
from clienteling.views.segment_access import segment_or_404
from clienteling.views.staff import StaffRequest, clients_page
from crm.queries.segment_sizes import size_of


@clients_page
@require_GET
def log(request: StaffRequest, brand: str, code: str) -> HttpResponse:
    found = segment_or_404(request, brand, code)
    chart = chart_of(found, until=timezone.now().date())
    page = {
        "segment": found,
        "chart": chart,
        "size": size_of(found),
        "size_before": size_before(found, chart),
        "page": log_page(found, request.user, after=request.GET.get("after", "")),
    }
    return render(request, "clienteling/segments/log.html", page)
