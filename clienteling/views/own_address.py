"""A new e-mail address on the client's own page: asked for there, proved by a link that goes to it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from clienteling.lib.sealing import SealError
from clienteling.lib.tokens import TokenError, read_link
from clienteling.lib.zero_character import ZERO
from clienteling.views.own_data import shown_data
from consent.views.links import PreferenceLink, preference_token
from consent.views.refusal import refusal_page
from consent.views.with_link import with_fresh_link
from consent.views.words import known_language, words_in
from crm.actions.own_address import check_new_address, take_new_address
from crm.actions.own_data import OwnDataError
from crm.identity.address_code import is_code_of
from crm.identity.new_address import NewAddress, opened_address
from crm.models import Brand, Client
from journeys.actions.queue_address import queue_address_question

LIFE = 48 * 3600


@require_POST
@with_fresh_link
def ask(request: HttpRequest, link: PreferenceLink) -> HttpResponse:
    """Nothing changes until the link in the message is followed."""
    typed = request.POST.get("email", "").replace(ZERO, "")[:254]
    chosen = request.POST.get("replaces", "")
    replaces = next((each for each in link.client.contact_points("email") if is_code_of(each, chosen)), chosen)
    try:
        new = check_new_address(link.client, typed, replaces=replaces)
        queue_address_question(link.client, new, brand=link.brand, at=timezone.now())
    except OwnDataError as error:
        return shown_data(request, link, refusal=error.code)
    return HttpResponseRedirect(f"{reverse('own-data', args=[link.token])}?asked")


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, since scanners follow links; takes the address on POST, and once more changes nothing."""
    try:
        new, client, brand = _read(token)
    except TokenError as error:
        return refusal_page(request, error.code, explained="address_expired" if error.code == "token_expired" else "")
    with translation.override(known_language(client.language)):
        words = words_in(client.language)
        context = {"brand": brand, "token": token, "words": words, "is_done": False, "own": ""}
        if request.method == "POST":
            try:
                take_new_address(new, at=timezone.now())
            except OwnDataError as error:
                return refusal_page(request, error.code)
            # Only who reads the mail of the address is known to be its owner.
            context |= {"is_done": True, "own": preference_token(client, brand)}
        return render(request, "clienteling/own_data/address.html", context)


def _read(token: str) -> tuple[NewAddress, Client, Brand]:
    payload = read_link("new-address", token, max_age=LIFE)
    try:
        new = opened_address(str(payload.get("sealed", "")))
    except SealError as error:
        raise TokenError("token_invalid") from error
    client = Client.objects.by_uid(new.uid)
    brand = Brand.objects.filter(code=payload.get("brand")).first()
    if client is None or brand is None:
        raise TokenError("token_invalid")
    return new, client, brand
