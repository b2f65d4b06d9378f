"""One link of the identity graph: what hangs on it, and cutting it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.rules import may_change_identity
from clienteling.views.clients import visible_client
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.cut_link import cut_link, undo_cut
from crm.identity.errors import IdentityError
from crm.identity.parting import sides_of
from crm.merging.errors import MergeError
from crm.models import Client, IdentityCut, IdentityLink
from crm.queries.identity_graph import links_among, live_identifiers_of

REFUSALS = {
    "already_cut": "Somebody was quicker and cut it already. Nothing was changed.",
    "two_people_leave": "What would leave has two numbers that only two people can have: undo the merge that joined "
    "them first. Nothing was changed.",
    "link_is_a_merge": "A merge joined these two: undo the merge instead. Nothing was changed.",
    "erased": "This person was erased since. Nothing was changed.",
    "already_undone": "It was undone already. Nothing was changed.",
}


@clients_page
@require_http_methods(["GET", "POST"])
def cut(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    """GET shows what would leave, on either side; POST cuts. ``leaving`` is the end whose side goes."""
    client = _client(request, uid)
    records = Client.objects.records_of(client)
    link = get_object_or_404(
        IdentityLink.objects.select_related("a", "b"), a__client__in=records, b__client__in=records, pk=pk,
        retracted_at=None,
    )  # fmt: skip
    if request.method == "POST":
        return _cut(request, client, link)
    with transaction.atomic():
        record_access(user=request.user, client=client, action="viewed", fields=["identity"], why="link")
        held = live_identifiers_of(client)
        sides = sides_of(link, held, links_among(held))
    younger = {each.pk for each in sides.side_of(None)}
    page = {
        "client": client,
        "link": link,
        "sides": [(end, side, end.pk in younger) for end, side in ((link.a, sides.a), (link.b, sides.b)) if side],
        "today": timezone.localdate(),
    }
    return render(request, "clienteling/identity/link.html", page)


@clients_page
@require_POST
def undo(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    client = _client(request, uid)
    records = Client.objects.records_of(client)
    cut = get_object_or_404(IdentityCut.objects.select_related("link"), client__in=records, pk=pk)
    try:
        undo_cut(cut, actor=request.user, at=timezone.now())
    except (IdentityError, MergeError) as error:
        messages.error(request, REFUSALS.get(error.code, "The two were merged elsewhere since. Nothing was changed."))
    else:
        messages.success(request, "Undone: they belong together again, with what came since.")
    return redirect("client-identity", client.uid)


def _cut(request: StaffRequest, client: Client, link: IdentityLink) -> HttpResponse:
    typed = request.POST.get("leaving", "")
    asked: dict[str, Any] = {"leaving": int(typed)} if typed in {str(link.a_id), str(link.b_id)} else {}
    try:
        done = cut_link(link, actor=request.user, at=timezone.now(), reason=typed_text(request, "reason"), **asked)
    except IdentityError as error:
        messages.error(request, REFUSALS[error.code])
    else:
        messages.success(request, _said(done))
    return redirect("client-identity", client.uid)


def _said(done: IdentityCut) -> str:
    if done.parted is not None:
        return f"Cut. What hung on it is {done.parted.uid} now; it can be undone below."
    return "Cut. It can be undone below."


def _client(request: StaffRequest, uid: str) -> Client:
    client = visible_client(request.user, uid)
    if not may_change_identity(request.user):
        raise PermissionDenied
    return client
