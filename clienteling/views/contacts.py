"""A conversation written down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from clienteling.actions.contacts import log_contact
from clienteling.rules import boutique_of
from clienteling.views.clients import CHANNELS_TO_LOG, visible_client
from clienteling.views.staff import StaffRequest, clients_page, typed_text


@clients_page
@require_POST
def log(request: StaffRequest, uid: str) -> HttpResponse:
    client = visible_client(request.user, uid)
    channel, text = request.POST.get("channel", ""), typed_text(request, "text")
    if channel not in CHANNELS_TO_LOG or len(text) > 500:
        return HttpResponse("Choose how you spoke, and at most 500 letters.", status=422)
    boutique = boutique_of(request.user)
    kept = log_contact(client, advisor=request.user, boutique=boutique, channel=channel, text=text, at=timezone.now())
    messages.success(request, f"Noted. {client.name} rests for two weeks among your suggestions.")
    if text and not kept.text:
        messages.info(request, "The words were not kept: the client does not let the house keep what may be sensitive.")
    return redirect("client", client.uid)
