"""What a client asks of an advisor under their rights: written down and passed on, and no more is seen of it here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clienteling.views.clients import visible_client
from clienteling.views.staff import StaffRequest, clients_page, typed_text
from clienteling.views.words_of_rights import REFUSED
from consent.actions.access import record_access
from consent.rights.errors import RightsError
from consent.rights.requests import open_request


@clients_page
@require_POST
def pass_on(request: StaffRequest, uid: str) -> HttpResponse:
    """To the privacy officer. An objection to marketing or to profiling holds from this moment on."""
    client = visible_client(request.user, uid)
    try:
        open_request(
            client, kind=request.POST.get("kind", ""), intake="advisor", actor=request.user,
            detail=typed_text(request, "detail"),
        )  # fmt: skip
    except RightsError as error:
        messages.error(request, REFUSED.get(error.code, error.code))
        return redirect("client", client.uid)
    record_access(user=request.user, client=client, action="changed", fields=["requests"], why="passed on")
    messages.success(request, "Passed on to the privacy officer, who answers within a month.")
    return redirect("client", client.uid)
