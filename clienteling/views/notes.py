"""Notes: one field that saves itself and says so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.actions.notes import MAXIMUM, drop_note, rewrite_note, write_note
from clienteling.models import Note
from clienteling.queries.care import notes_of
from clienteling.rules import boutique_of
from clienteling.views.clients import looked_at, visible_client
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from crm.actions.profile_errors import ProfileError
from crm.models import Client
from crm.sharing import reach_of

REFUSALS = {
    "consent_missing": "Not kept: the client does not let the house keep sensitive information, such as notes.",
    "client_not_live": "Not kept: this record was merged into another just now. Open the client again.",
}


@clients_page
@require_POST
def save(request: StaffRequest, uid: str) -> HttpResponse:
    """Keeps the field as it stands: a new note the first time, then the same note again; emptied, none."""
    client = visible_client(request.user, uid)
    text = typed_text(request, "text")
    if len(text) > MAXIMUM:
        return _said(request, client, refusal=f"Longer than {MAXIMUM} letters: the end is not kept yet.")
    try:
        note = _keep(request, client, text, is_private=request.POST.get("is_private") == "on")
    except ProfileError as error:
        return _said(request, client, refusal=REFUSALS[error.code])
    return _said(request, client, note=note)


@clients_page
@require_GET
def edit(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    """One's own note, back in the field."""
    client = visible_client(request.user, uid)
    note = get_object_or_404(Note, client=client, author=request.user, pk=pk)
    return render(request, "clienteling/clients/_note_field.html", {"client": client, "note": note})


@clients_page
@require_GET
def blank(request: StaffRequest, uid: str) -> HttpResponse:
    """The notes as they now are, under an empty field."""
    client = looked_at(request, uid, fields=["notes"], why="notes")
    page = {"client": client, "notes": notes_of(client, reach_of(request.user)), "today": timezone.localdate()}
    return render(request, "clienteling/clients/_notes.html", page)


def _keep(request: StaffRequest, client: Client, text: str, *, is_private: bool) -> Note | None:
    number = request.POST.get("note", "")
    mine = Note.objects.filter(client=client, author=request.user)
    note = get_object_or_404(mine, pk=_pk(number)) if number.isdecimal() else None
    if note and not text:
        drop_note(note)
        return None
    if note:
        return rewrite_note(note, text=text, is_private=is_private)
    if not text:
        return None
    boutique = boutique_of(request.user)
    return write_note(client, author=request.user, boutique=boutique, text=text, is_private=is_private)


def _pk(number: str) -> int:
    """0, which is nobody's, for a number that no row has."""
    return int(number) if len(number) < 19 else 0


def _said(request: StaffRequest, client: Client, *, note: Note | None = None, refusal: str = "") -> HttpResponse:
    if not request.htmx:
        if refusal:
            messages.error(request, refusal)
        return redirect("client", client.uid)
    page = {"client": client, "note": note, "refusal": refusal}
    return render(request, "clienteling/clients/_note_state.html", page)
