"""Clients: the list beside the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from crm.models import Client


@login_required
@require_GET
def clients(request: HttpRequest) -> HttpResponse:
    found = Client.objects.visible_to(request.user).order_by("-id")[:24]
    return render(request, "clienteling/clients/page.html", {"clients": found})


@login_required
@require_GET
def client(request: HttpRequest, uid: str) -> HttpResponse:
    person = get_object_or_404(Client.objects.visible_to(request.user), uid=uid)
    return render(request, "clienteling/clients/page.html", {"client": person, "clients": []})
