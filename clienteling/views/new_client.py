"""A new client, after a look at whom she may already be: search before create."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from consent.actions.access import record_access
from crm.actions.new_client import NewClient, NewClientError, create_client
from crm.duplicates.record import Raw
from crm.identity.claims import IdentifierClaim
from crm.models import Client, User
from crm.protection import closed_among, masked
from crm.queries.likely_clients import LikelyClient, likely_same

# Name of a field, its label, its type, and the most letters that it takes.
FIELDS = (
    ("given_name", "Given name", "text", 80), ("family_name", "Family name", "text", 80),
    ("birth_date", "Born", "date", 10), ("email", "E-mail", "email", 254),
    ("phone", "Telephone, with its country code", "tel", 40), ("city", "Town", "text", 60),
)  # fmt: skip
REFUSALS = {
    "nothing_known": "A name, an e-mail or a telephone number is needed.",
    "identifier_taken": "Somebody in the group already has this e-mail or telephone number. Ask her to check in with"
    " her code: then she is your client too. Nothing was made.",
    "email_invalid": "This is no e-mail address.",
    "phone_invalid": "This is no telephone number. Begin with + and the code of the country.",
    "date_unknown": "This day is in no calendar, or still to come.",
    "too_long": "That is too long.",
}
UNREADABLE = "This e-mail or telephone number cannot be used. Nothing was made."


@dataclass(frozen=True)
class Typed:
    """The fields as typed, and the birth date where it is one."""

    values: Mapping[str, str]
    birth_date: date | None

    def as_raw(self) -> Raw:
        values = self.values
        return Raw(
            given_name=values["given_name"], family_name=values["family_name"], city=values["city"],
            birth_date=f"{self.birth_date:%Y%m%d}" if self.birth_date else "",
            emails=(values["email"],), phones=(values["phone"],),
        )  # fmt: skip

    def as_new(self, country: str) -> NewClient:
        values = self.values
        claims = [IdentifierClaim(name, values[name]) for name in ("email", "phone") if values[name]]
        return NewClient(
            given_name=values["given_name"], family_name=values["family_name"], birth_date=self.birth_date,
            city=values["city"], country=country, claims=claims,
        )  # fmt: skip


@clients_page
@require_http_methods(["GET", "POST"])
def new_client(request: StaffRequest) -> HttpResponse:
    """The form; then whom she may already be, if anybody; then she is made, unless one of them is chosen."""
    if boutique_of(request.user) is None:
        return render(request, "clienteling/no_clients.html", status=403)
    values = {name: typed_text(request, name) for name, *_ in FIELDS}
    if request.method == "GET":
        return _page(request, values)
    if refusal := _fault(values):
        return _page(request, values, refusal=REFUSALS[refusal])
    typed = Typed(values, parse_date(values["birth_date"]) if values["birth_date"] else None)
    if not request.POST.get("none_of_these") and (likely := _looked_for(request.user, typed)):
        return _page(request, values, likely=likely)
    return _made(request, typed)


def _looked_for(user: User, typed: Typed) -> list[LikelyClient]:
    """Who is shown is written down in the transaction that reads. A protected client is shown masked, lest they be
    made a second time."""
    with transaction.atomic():
        likely = likely_same(typed.as_raw(), Client.objects.known_to(user))
        closed = closed_among(user, [each.client.pk for each in likely]) if likely else frozenset()
        for each in likely:
            record_access(user=user, client=each.client, action="viewed", fields=["identity"], why="before creating")
    return [replace(each, client=masked(each.client)) if each.client.pk in closed else each for each in likely]


def _made(request: StaffRequest, typed: Typed) -> HttpResponse:
    boutique = boutique_of(request.user)
    assert boutique is not None, "asked for before"
    try:
        client = create_client(typed.as_new(boutique.country), boutique=boutique, actor=request.user, at=timezone.now())
    except NewClientError as error:
        if error.holder is not None:
            # That somebody is known is something learnt of them, whoever may see them.
            record_access(
                user=request.user, client=error.holder, action="searched", fields=["identity"], why="address taken"
            )
        return _page(request, typed.values, refusal=REFUSALS.get(error.code, UNREADABLE))
    return redirect("client", client.uid)


def _fault(values: Mapping[str, str]) -> str:
    if any(len(values[name]) > most for name, _, _, most in FIELDS):
        return "too_long"
    if not values["birth_date"]:
        return ""
    try:
        born = parse_date(values["birth_date"])
    except ValueError:
        born = None
    return "" if born and date(1880, 1, 1) <= born <= timezone.localdate() else "date_unknown"


def _page(
    request: StaffRequest, values: Mapping[str, str], *, likely: list[LikelyClient] | None = None, refusal: str = ""
) -> HttpResponse:
    fields = [(name, label, kind, most, values[name]) for name, label, kind, most in FIELDS]
    context = {"fields": fields, "likely": likely or [], "refusal": refusal}
    return render(request, "clienteling/clients/new.html", context, status=422 if refusal else 200)
