"""What a client allows, as staff see it: yes, no or not asked; and the question that only the client answers.

An advisor asks and hands the tablet over, or has the question sent; writes down a no; and never a yes.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.lib.qr import qr_svg
from clienteling.rules import may_edit_profile
from clienteling.views.clients import brand_for, looked_at, visible_client
from clienteling.views.staff import StaffRequest, View, clients_page, typed_text
from consent.actions.access import record_access
from consent.actions.ask import ask_client
from consent.actions.prefer import change_preference
from consent.contact_hash import contact_hashes
from consent.errors import ConsentError
from consent.models import Decision
from consent.queries.preferences import preferences_of
from consent.queries.wechat import wechat_obstacle
from consent.views.in_hand import LIFE, hand_link
from consent.views.words import known_language
from crm.models import Brand, Client

MOST_QUESTIONS = 20
WAYS = {"tablet": Decision.Method.BOUTIQUE_TABLET, "message": Decision.Method.STAFF}
REFUSALS = {
    "withdrawal_stands": "The client took this back. Only they can allow it again, by their own link or app.",
    "contact_missing": "There is no address for this channel.",
    "question_not_sent": "No message can carry this question. Ask on the tablet.",
    "purpose_unknown": "The house has no such purpose.",
}

# What WeChat itself says, by the code of consent.queries.wechat.
WECHAT = {
    "": "Follows the house’s account, and may be written to now.",
    "not_following": "Does not follow the house’s account: WeChat lets nothing through, whatever was allowed.",
    "window_closed": "Follows the house’s account. WeChat lets the house write within 48 hours of the client’s own "
    "message, or when they asked for one.",
}


def asking_page(view: View) -> View:
    """For those who receive clients; the client's brand is known. Everybody else reads, and asks nothing."""

    @clients_page
    @require_POST
    def answered(request: StaffRequest, uid: str) -> HttpResponse:
        person = visible_client(request.user, uid)
        brand = brand_for(request.user, person)
        if brand is None or not may_edit_profile(request.user):
            return render(request, "403.html", status=403)
        return view(request, person, brand)

    return answered


@clients_page
@require_GET
def consents(request: StaffRequest, uid: str) -> HttpResponse:
    person = looked_at(request, uid, fields=["consents"], why="consents")
    brand = brand_for(request.user, person)
    rows = preferences_of(person, brand=brand, language="en") if brand else []
    wechat = _wechat(person, brand) if brand else ""
    page = {"client": person, "brand": brand, "rows": rows, "wechat": wechat, "may_ask": may_edit_profile(request.user)}
    return render(request, "clienteling/consents/page.html", page)


@asking_page
def ask(request: StaffRequest, person: Client, brand: Brand) -> HttpResponse:
    """Keeps the questions that were chosen, all or none, and shows the way to the client's own screen."""
    chosen = [tuple(each.partition(":")[::2]) for each in request.POST.getlist("ask")[:MOST_QUESTIONS]]
    method = WAYS.get(typed_text(request, "by"))
    if not chosen or method is None:
        messages.error(request, "Nothing was chosen. Nothing was asked.")
        return redirect("client-consents", person.uid)
    try:
        questions = _asked(request, person, brand, chosen, method)
    except ConsentError as error:
        messages.error(request, REFUSALS[error.code])
        return redirect("client-consents", person.uid)
    if method == Decision.Method.STAFF:
        messages.success(request, "The question is on its way. Nothing holds before the client answers it.")
        return redirect("client-consents", person.uid)
    return _to_hand_over(request, person, questions)


@asking_page
def stop(request: StaffRequest, person: Client, brand: Brand) -> HttpResponse:
    """The client said no to a member of staff: it holds at once."""
    try:
        with transaction.atomic():
            change_preference(
                person, brand=brand, purpose=typed_text(request, "purpose"), channel=typed_text(request, "channel"),
                is_wanted=False, language="", origin=_origin(person), at=timezone.now(),
                method=Decision.Method.STAFF, actor=request.user,
            )  # fmt: skip
            record_access(user=request.user, client=person, action="changed", fields=["consents"], why="said no")
    except ConsentError as error:
        messages.error(request, REFUSALS[error.code])
    else:
        messages.success(request, "Kept. It holds from the very next message.")
    return redirect("client-consents", person.uid)


@transaction.atomic
def _asked(
    request: StaffRequest, person: Client, brand: Brand, chosen: list[Any], method: Decision.Method
) -> list[Decision]:
    record_access(user=request.user, client=person, action="changed", fields=["consents"], why="asked")
    language, now = known_language(person.language), timezone.now()
    return [
        ask_client(
            person, brand=brand, purpose=purpose, channel=channel, method=method, actor=request.user,
            origin=_origin(person), language=language, at=now,
        )
        for purpose, channel in chosen
    ]  # fmt: skip


def _wechat(person: Client, brand: Brand) -> str:
    """Empty for a client without an openid of this house."""
    contact = person.contact_point("wechat")
    if contact is None:
        return ""
    return WECHAT[wechat_obstacle(contact_hashes("wechat", contact), brand=brand, at=timezone.now())]


def _to_hand_over(request: StaffRequest, person: Client, questions: list[Decision]) -> HttpResponse:
    token = hand_link(questions, back=reverse("client-consents", args=[person.uid]))
    path = reverse("in-hand", args=[token])
    qr = qr_svg(f"{settings.BASE_URL}{path}", label="The same screen, for the client’s own telephone")
    page = {"client": person, "path": path, "qr": qr, "minutes": LIFE // 60, "questions": questions}
    return render(request, "clienteling/consents/asked.html", page)


def _origin(person: Client) -> str:
    return reverse("client-consents", args=[person.uid])
