"""One's own page: where one works, the light to read in, the way out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clienteling.queries.place import memberships_of
from clienteling.views.staff import StaffRequest, staff_page


@staff_page
@require_GET
def me(request: StaffRequest) -> HttpResponse:
    return render(request, "clienteling/me/page.html", {"memberships": memberships_of(request.user)})
