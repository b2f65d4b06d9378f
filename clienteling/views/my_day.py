"""My Day: where the app opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_required
@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    return render(request, "clienteling/my_day/page.html", {})
