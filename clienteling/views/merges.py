"""Two records of one person: side by side, made one, and two again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.queries.merge_page import NAMES, merge_preview
from clienteling.rules import may_change_identity
from clienteling.views.clients import visible_client
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.merge import merge_clients, unmerge_clients
from crm.merging.errors import MergeError
from crm.models import Client, MergeLog

REFUSALS = {
    "same_client": "That is this very record. Give the unique id of the other one.",
    "already_merged": "The two are one already; somebody was quicker. Nothing was changed.",
    "client_not_live": "One of the two was merged into a third meanwhile. Open it again to see.",
    "choice_unknown": "A choice was not understood. Nothing was changed.",
    "already_undone": "They were parted already. Nothing was changed.",
    "undo_later_first": "She was merged further since. Undo that first.",
}


@clients_page
@require_http_methods(["GET", "POST"])
def merge(request: StaffRequest, uid: str) -> HttpResponse:
    """GET shows the two, ``with`` being the other's public id; POST makes them one."""
    client = _client(request, uid)
    said = request.POST if request.method == "POST" else request.GET
    typed = said.get("with", "").strip().upper()[:16]
    other = Client.objects.visible_to(request.user).by_uid(typed) if typed else None
    refusal = _refusal(client, other, typed)
    if other is None or refusal:
        return _asked(request, client, typed, refusal)
    if request.method == "POST":
        return _made_one(request, client, other)
    with transaction.atomic():
        record_access(user=request.user, client=other, action="viewed", fields=["identity"], why="merge")
        return _side_by_side(request, client, other)


@clients_page
@require_POST
def undo(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    client = _client(request, uid)
    log = get_object_or_404(MergeLog, keep__in=Client.objects.records_of(client), pk=pk)
    try:
        unmerge_clients(log, actor=request.user)
    except MergeError as error:
        messages.error(request, REFUSALS[error.code])
    else:
        messages.success(request, f"Two again: {log.keep.name} and {log.duplicate.name}, each as they were.")
    return redirect("client-identity", client.uid)


def _client(request: StaffRequest, uid: str) -> Client:
    client = visible_client(request.user, uid)
    if not may_change_identity(request.user):
        raise PermissionDenied
    return client


def _refusal(client: Client, other: Client | None, typed: str) -> str:
    if not typed:
        return ""
    if other is None:
        return f"No client with the unique id {typed} is known here."
    return REFUSALS["same_client"] if other.pk == client.pk else ""


def _asked(request: StaffRequest, client: Client, typed: str, refusal: str) -> HttpResponse:
    page = {"client": client, "typed": typed, "refusal": refusal}
    return render(request, "clienteling/merge/page.html", page, status=422 if refusal else 200)


def _side_by_side(request: StaffRequest, client: Client, other: Client) -> HttpResponse:
    page: dict[str, Any] = {"client": client, "other": other, "preview": merge_preview(client, other)}
    return render(request, "clienteling/merge/page.html", page)


def _made_one(request: StaffRequest, client: Client, other: Client) -> HttpResponse:
    choices = {code: request.POST[code] for code in NAMES if request.POST.get(code)}
    reason = typed_text(request, "reason")[:200] or "seen to be the same person"
    try:
        merge_clients(client, other, actor=request.user, reason=reason, choices=choices)
    except MergeError as error:
        messages.error(request, REFUSALS[error.code])
    else:
        messages.success(request, f"One client now. {other.uid} opens this page too; it can be undone below.")
    return redirect("client-identity", client.uid)
