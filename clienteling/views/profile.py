"""What is written down in place on a client's page: tastes and sizes, days that matter, people."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.queries.place import place_of
from clienteling.rules import may_edit_profile
from clienteling.views.clients import visible_client
from clienteling.views.staff import StaffRequest, View, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.profile_errors import ProfileError
from crm.actions.relations import end_relation, relate
from crm.actions.tastes import change_birth_date, change_key_dates, change_tastes
from crm.models import Client, Relation
from crm.queries.clients import search_clients
from crm.queries.relations import Related, relations_of
from crm.sharing import reach_of

FOUND = 6
EMPTY_ROWS = 2
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
REFUSALS = {
    "consent_missing": "Not kept: the client does not let the house keep sensitive information, such as on a family.",
    "too_long": "Too long: at most 40 letters for a name and 120 for what is said of it.",
    "too_many": "There are too many of them already. Take one away first.",
    "date_unknown": "This day is in no calendar, or still to come.",
    "name_missing": "Who is it? A name, or a client from the list.",
    "kind_unknown": "Choose what they are to the client.",
    "same_client": "That is the same client.",
    "client_not_live": "This record was merged into another just now. Open the client again.",
}


def editing_page(view: View) -> View:
    """For those who receive the client; others are refused, and nothing changes."""

    @clients_page
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_profile(request.user):
            return render(request, "clienteling/no_clients.html", status=403)
        return view(request, *args, **kwargs)

    return answered


@editing_page
@require_http_methods(["GET", "POST"])
def tastes(request: StaffRequest, uid: str) -> HttpResponse:
    """The form; or the section as it is after the change. Only what was changed in the form is changed."""
    client, refusal = visible_client(request.user, uid), ""
    if request.method == "POST":
        refusal = _tried(request, client, "tastes")
    elif not request.GET.get("done"):
        return _form(request, "tastes", client, rows=_taste_rows(client))
    if refusal:
        return _form(request, "tastes", client, rows=list(_typed_pairs(request, "name", "value")), refusal=refusal)
    return _shown(request, "tastes", client)


@editing_page
@require_http_methods(["GET", "POST"])
def dates(request: StaffRequest, uid: str) -> HttpResponse:
    client, refusal = visible_client(request.user, uid), ""
    if request.method == "POST":
        refusal = _tried(request, client, "dates")
    elif not request.GET.get("done"):
        return _form(request, "dates", client)
    return _form(request, "dates", client, refusal=refusal) if refusal else _shown(request, "dates", client)


@editing_page
@require_http_methods(["GET", "POST"])
def people(request: StaffRequest, uid: str) -> HttpResponse:
    client, refusal = visible_client(request.user, uid), ""
    if request.method == "POST":
        refusal = _tried(request, client, "people")
    elif not request.GET.get("done"):
        return _form(request, "people", client)
    return _form(request, "people", client, refusal=refusal) if refusal else _shown(request, "people", client)


@editing_page
@require_POST
def find_person(request: StaffRequest, uid: str) -> HttpResponse:
    """The clients who may be meant, among those whom the user may see; what is typed stands in no address."""
    client, text = visible_client(request.user, uid), typed_text(request, "name")[:80]
    found = search_clients(request.user, text).exclude(pk=client.pk)[:FOUND] if len(text) > 1 else []
    if text:
        record_access(user=request.user, client=None, action="searched", fields=["identity"], why="relation")
    return render(request, "clienteling/clients/_people_found.html", {"found": found})


@editing_page
@require_POST
def end_person(request: StaffRequest, uid: str, pk: int) -> HttpResponse:
    """Takes a relation away that the user may read; one that is gone already, or was never theirs, is not there."""
    client = visible_client(request.user, uid)
    mine = {each.pk for each in _relations(request, client) if each.is_own}
    with transaction.atomic():
        if pk in mine and end_relation(pk):
            _write_down(request, client, "relations")
    return _shown(request, "people", client)


def _relations(request: StaffRequest, client: Client) -> list[Related]:
    return relations_of(client, seen=Client.objects.visible_to(request.user), reach=reach_of(request.user))


def _tried(request: StaffRequest, client: Client, part: str) -> str:
    """Makes the change and writes it down; the words of the refusal, or none."""
    try:
        with transaction.atomic():
            _CHANGES[part](request, client)
            _write_down(request, client, {"people": "relations", "dates": "key dates"}.get(part, part))
    except ProfileError as error:
        return REFUSALS[error.code]
    client.refresh_from_db()
    return ""


def _write_down(request: StaffRequest, client: Client, fields: str) -> None:
    record_access(user=request.user, client=client, action="changed", fields=[fields], why="client page")


def _change_tastes(request: StaffRequest, client: Client) -> None:
    before = dict(_typed_pairs(request, "was_name", "was_value"))
    typed = {name: value for name, value in _typed_pairs(request, "name", "value") if name}
    gone = dict.fromkeys(set(before) - set(typed), "")
    changed = {name: value for name, value in typed.items() if before.get(name) != value}
    if {**gone, **changed}:
        change_tastes(client, {**gone, **changed})


def _change_dates(request: StaffRequest, client: Client) -> None:
    removed = [(name, day) for name, _, day in (each.rpartition("~") for each in request.POST.getlist("remove"))]
    name, day, month = typed_text(request, "name"), request.POST.get("day", ""), request.POST.get("month", "")
    added = [(name, f"{month:0>2}-{day:0>2}")] if name or day else []
    if removed or added:
        change_key_dates(client, add=added, remove=removed)
    typed = request.POST.get("birth_date", "")
    if typed != (client.birth_date.isoformat() if client.birth_date else ""):
        change_birth_date(client, _day(typed), today=timezone.localdate())


def _day(typed: str) -> Any:
    try:
        found = parse_date(typed) if typed else None
    except ValueError:
        found = None
    if typed and found is None:
        raise ProfileError("date_unknown")
    return found


def _add_person(request: StaffRequest, client: Client) -> None:
    place, uid = place_of(request.user), request.POST.get("other", "")
    relate(
        client,
        kind=request.POST.get("kind", ""),
        other=visible_client(request.user, uid) if uid else None,
        name="" if uid else typed_text(request, "name"),
        note=typed_text(request, "note"),
        brand=place.brand if place else None,
        actor=request.user,
        source="advisor",
    )


_CHANGES = {"tastes": _change_tastes, "dates": _change_dates, "people": _add_person}


def _typed_pairs(request: StaffRequest, names: str, values: str) -> list[tuple[str, str]]:
    """Two columns of a form, row by row, without blanks and without the character that no database keeps."""
    clean = [[each.replace("\x00", "").strip() for each in request.POST.getlist(column)] for column in (names, values)]
    return list(zip(*clean, strict=False))


def _taste_rows(client: Client) -> list[tuple[str, str]]:
    return [(name, _as_text(value)) for name, value in client.tastes.items()]


def _as_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _form(request: StaffRequest, part: str, client: Client, *, refusal: str = "", rows: Any = ()) -> HttpResponse:
    page: Mapping[str, Any] = {
        "client": client,
        "part": part,
        "refusal": refusal,
        "rows": rows,
        "kept": _taste_rows(client),
        "blanks": range(EMPTY_ROWS),
        "kinds": Relation.Kind.choices,
        "months": list(enumerate(MONTHS, 1)),
        "today": timezone.localdate(),
    }
    name = f"clienteling/clients/_{part}_form.html"
    status = 422 if refusal and not request.htmx else 200
    if request.htmx:
        return render(request, name, page)
    return render(request, "clienteling/clients/edit.html", {**page, "form": name}, status=status)


def _shown(request: StaffRequest, part: str, client: Client) -> HttpResponse:
    if not request.htmx:
        return redirect("client", client.uid)
    page: dict[str, Any] = {"client": client, "may_edit": True, "today": timezone.localdate()}
    if part == "people":
        page["relations"] = _relations(request, client)
    return render(request, f"clienteling/clients/_{part}.html", page)
