"""One's own page: where one works, the light to read in, the way out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clienteling.queries.place import memberships_of


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "clienteling/me/page.html", {"memberships": memberships_of(request.user)})
