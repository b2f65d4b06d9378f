"""Check-in: a client shows a code, and her page opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_required
@require_GET
def check_in(request: HttpRequest) -> HttpResponse:
    return render(request, "clienteling/check_in/page.html", {})
