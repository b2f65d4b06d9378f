"""Who this is, and what says so: the identity graph of a client, and taking an identifier off it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.queries.identity_picture import identity_picture, kinds_of
from clienteling.rules import may_change_identity
from clienteling.views.clients import visible_client
from clienteling.views.staff import StaffRequest, clients_page
from consent.actions.access import record_access
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.identity.errors import IdentityError
from crm.models import Client, Identifier
from crm.queries.identity_graph import identity_graph

REFUSALS = {
    "taken": "It means somebody else by now, or another has taken its place. Nothing was changed.",
    "value_blocked": "The house blocked this value: it means nobody. Nothing was changed.",
}


@clients_page
@require_GET
def graph(request: StaffRequest, uid: str) -> HttpResponse:
    """The drawing, and beneath it the same in words. Looking is written down in the transaction that reads."""
    with transaction.atomic():
        client = visible_client(request.user, uid)
        record_access(user=request.user, client=client, action="viewed", fields=["identity"], why="identity")
        found = identity_graph(client)
    page = {
        "client": client,
        "graph": found,
        "picture": identity_picture(client, found),
        "kinds": kinds_of(found),
        "more_ended": found.ended_count - len(found.ended),
        "today": timezone.localdate(),
        "may_change": may_change_identity(request.user),
    }
    return render(request, "clienteling/identity/page.html", page)


@clients_page
@require_POST
def cut(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    client, identifier = _identifier(request, uid, pk)
    if cut_identifier(identifier, actor=request.user, at=timezone.now()):
        messages.success(request, "Taken off. It stands below, and can be given back.")
    return redirect("client-identity", client.uid)


@clients_page
@require_POST
def give_back(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    client, identifier = _identifier(request, uid, pk)
    try:
        give_back_identifier(identifier, actor=request.user)
    except IdentityError as error:
        messages.error(request, REFUSALS[error.code])
    else:
        messages.success(request, "Given back, with what it was seen with.")
    return redirect("client-identity", client.uid)


def _identifier(request: StaffRequest, uid: str, pk: int) -> tuple[Client, Identifier]:
    client = visible_client(request.user, uid)
    if not may_change_identity(request.user):
        raise PermissionDenied
    return client, get_object_or_404(Identifier, client__in=Client.objects.records_of(client), pk=pk)
