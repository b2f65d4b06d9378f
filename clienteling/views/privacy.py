"""The privacy officer's desk: evidence of consent, and who looked at whom.

What is typed to find somebody comes by POST, so that no address stands in a log or a history.
"""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clienteling.actions.leave import Staying, note_leaving
from clienteling.queries.look_runs import look_runs
from clienteling.queries.place import place_of
from clienteling.queries.privacy_scope import (
    alerts_of_privacy,
    clients_of_privacy,
    entries_of_privacy,
    find_for_privacy,
    handed_in_of_privacy,
    staff_of_privacy,
    unknown_accounts,
)
from clienteling.queries.request_desk import requests_of_privacy
from clienteling.rules import may_see_privacy
from clienteling.views.breach_file import breach_file
from clienteling.views.privacy_forms import AccessForm, BreachForm
from clienteling.views.staff import StaffRequest, View, staff_page, typed_text
from clienteling.views.step_up import confirmation_or_none, refusal_or_none
from consent.actions.access import record_access
from consent.evidence.document import evidence_pdf
from consent.models import AccessEntry, Protection, Residence
from consent.queries.access_log import MOST_CLIENTS, AccessFilter, access_page, breach_report, newest_entries
from consent.queries.alerts import alert_page
from consent.queries.evidence import evidences_of
from consent.queries.exports import open_alerts
from consent.queries.protections import protections_told
from consent.queries.requests import counted_handed_in, counted_requests
from consent.queries.restriction import live_restriction
from consent.residency.homes import region_of_client
from consent.residency.regions import Region
from crm.models import Client

KEPT_ABROAD = (
    "Data of this client may not go to where you work: no transfer rule leads there, or the client did not agree. "
    "Nothing was handed out, and that it was asked for is written down."
)
LATELY = timedelta(days=7)
# Of what is to be looked into, on the first page.
SHOWN = 5
# Newest looks that are put together to a few lines.
LOOKED_AT, LINES = 300, 8


def privacy_page(view: View) -> View:
    """For privacy officers; everybody else is refused."""

    @staff_page
    def answered(request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_see_privacy(request.user):
            return render(request, "403.html", status=403)
        return view(request, *args, **kwargs)

    return answered


@privacy_page
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    page = alert_page(alerts_of_privacy(request.user))
    newest = newest_entries(entries_of_privacy(request.user), AccessFilter(since=now - LATELY), most=LOOKED_AT)
    exports = open_alerts(staff_of_privacy(request.user))
    requests = counted_requests(requests_of_privacy(request.user), at=now)
    handed_in = counted_handed_in(handed_in_of_privacy(request.user), at=now)
    shown = {
        "alerts": page.rows[:SHOWN], "has_more": len(page.rows) > SHOWN, "newest": look_runs(newest)[:LINES],
        "exports": exports, "requests": requests, "handed_in": handed_in,
    }  # fmt: skip
    return render(request, "clienteling/privacy/page.html", shown)


@privacy_page
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    found = find_for_privacy(request.user, typed_text(request, "q")[:254])
    if found is None:
        messages.error(request, "Nobody has this id, address or number. Nothing was opened.")
        return redirect("privacy")
    return redirect("privacy-client", found.uid)


@privacy_page
@require_GET
def client(request: StaffRequest, uid: str) -> HttpResponse:
    """Everything that the client decided, word for word, and everybody who looked. This look is written down too."""
    with transaction.atomic():
        person = _client(request, uid)
        record_access(
            user=request.user, client=person, action="viewed", fields=["consents", "access_log"], why="evidence"
        )
        records = _records(person)
        evidences = evidences_of(records)
        looks = access_page(AccessEntry.objects.filter(client__in=records), AccessFilter())
    kept = protections_told(records)
    context = {
        "client": person, "evidences": evidences, "looks": looks, "protections": kept,
        "is_protected": any(each.lifted_at is None for each in kept), "kinds": Protection.Kind.choices,
        "restriction": live_restriction(person), "region": region_of_client(person.pk), "regions": Region.choices,
        "residence": Residence.objects.select_related("set_by").filter(client=person).first(),
    }  # fmt: skip
    return render(request, "clienteling/privacy/client.html", context)


@privacy_page
@require_POST
def evidence_file(request: StaffRequest, uid: str) -> HttpResponse:
    """The same evidence as a PDF. It leaves the house's screens, so who it is is asked once more, and it is written
    down as an export."""
    person, back = _client(request, uid), reverse("privacy-client", args=[uid])
    if asked_again := confirmation_or_none(request, back=back):
        return asked_again
    with transaction.atomic():
        if _staying(request, [person.uid], f"evidence {person.uid}").regions:
            messages.error(request, KEPT_ABROAD)
            return redirect("privacy-client", person.uid)
        if refused := refusal_or_none(request, rows=1, what=f"evidence {person.uid}", back=back):
            return refused
        record_access(user=request.user, client=person, action="exported", fields=["consents"], why="evidence file")
        evidences = evidences_of(_records(person))
    content = evidence_pdf(evidences, uid=person.uid, made_for=str(request.user), at=timezone.now())
    name = f'attachment; filename="evidence-{person.uid}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@privacy_page
@require_http_methods(["GET", "POST"])
def access(request: StaffRequest) -> HttpResponse:
    """The log, newest first, page after page; asked by POST, since who is asked for is nobody's business."""
    form = AccessForm(request.POST or None)
    asked, before = form.asked() if form.is_valid() else (AccessFilter(), None)
    if asked.client_uid or asked.account:
        record_access(user=request.user, client=None, action="searched", fields=["access_log"], why="access log")
    entries = entries_of_privacy(request.user)
    # What cannot be read as a question is answered by nothing, and not by everything.
    page = access_page(entries.none() if form.errors else entries, asked, before=before)
    return render(request, "clienteling/privacy/access.html", {"form": form, "page": page})


@privacy_page
@require_http_methods(["GET", "POST"])
def breach(request: StaffRequest) -> HttpResponse:
    """Whom these accounts looked at between two moments: what a notification under GDPR Art. 33 has to say.

    For the file who it is is asked once more; it is under no cap, since the law gives 72 hours however many they are.
    """
    form = BreachForm(request.POST or None, initial={"aware_at": timezone.localtime()})
    report, unknown, as_file = None, list[str](), bool(request.POST.get("as_file"))
    if as_file and (asked_again := confirmation_or_none(request, back=reverse("privacy-breach"))):
        return asked_again
    if form.is_valid():
        report = breach_report(
            entries_of_privacy(request.user), form.emails, **form.moments(), most=None if as_file else MOST_CLIENTS
        )
        unknown = unknown_accounts(form.emails)
        record_access(user=request.user, client=None, action="exported", fields=["access_log"], why="breach report")
        if as_file:
            staying = _staying(request, [each.uid for each in report.clients], "breach report")
            return breach_file(report, staying, unknown=unknown)
    shown = {"form": form, "report": report, "unknown": unknown}
    return render(request, "clienteling/privacy/breach.html", shown)


def _staying(request: StaffRequest, uids: list[str], what: str) -> Staying:
    """Of these clients those whose data may not go to where the officer works, written down (decision 33)."""
    place = place_of(request.user)
    brand = place.brand if place else None
    return note_leaving(Client.objects.filter(uid__in=uids), user=request.user, brand=brand, what=what)


def _client(request: StaffRequest, uid: str) -> Client:
    person = clients_of_privacy(request.user).by_uid(uid)
    if person is None:
        raise Http404
    return person


def _records(person: Client) -> list[int]:
    """The live record first, then those merged into it."""
    records = list(Client.objects.records_of(person).values_list("pk", flat=True))
    return sorted(records, key=lambda pk: (pk != person.pk, pk))
