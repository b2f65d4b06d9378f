"""What comes in, for headquarters: which source is silent, and what is refused and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clienteling.rules import brands_of_headquarters, may_see_every_brand
from clienteling.views.staff import StaffRequest, staff_page
from crm.models import Source
from crm.queries.sources import rejects_by_source, source_activity


@staff_page
@require_GET
def sources(request: StaffRequest) -> HttpResponse:
    brands, now = brands_of_headquarters(request.user), timezone.now()
    if not brands.exists():
        return render(request, "403.html", status=403)
    found = source_activity(Source.objects.filter(brand__in=brands), now=now)
    # Whose key is unknown belongs to no brand.
    nobodys = rejects_by_source(None, now=now)[None] if may_see_every_brand(request.user) else []
    context = {"found": found, "stale": sum(each.is_stale for each in found), "nobodys": nobodys}
    return render(request, "clienteling/sources/page.html", context)
