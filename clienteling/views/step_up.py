"""Before a file of clients leaves: who it is asked once more, and what one person takes in a day has an end."""

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now

from clienteling.views.staff import StaffRequest
from consent.actions.exports import claim_export

OF_A_FILE = "A file of clients leaves the house: confirm that it is you, then press again."
OF_LOG_INS = "Other log-ins are about to end: confirm that it is you, then press again."


def confirmation_or_none(request: StaffRequest, *, back: str, because: str = OF_A_FILE) -> HttpResponse | None:
    """The page that asks for the password or the second factor, unless it was given in the last ten minutes.

    A tablet that was left open is no person. The log-in itself does not count: it may be of this morning. What was
    asked is not kept and done by itself afterwards: the person comes ``back`` and presses again.
    """
    try:
        _confirmed(request)
    except ReauthenticationRequired:
        messages.info(request, because)
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
    return None


def refusal_or_none(request: StaffRequest, *, rows: int, what: str, back: str) -> HttpResponse | None:
    """Counts the file towards the person's day; over the cap a page that says so, and the privacy officer an alert.

    Call it in the transaction that reads the rows.
    """
    if not claim_export(request.user, rows=rows, what=what, at=now()).is_refused:
        return None
    messages.error(
        request,
        f"Nothing was exported: with this file you would take more than {settings.EXPORT_ROWS_A_DAY} clients out in a"
        " day. The privacy officer has been told, and can help.",
    )
    return HttpResponseRedirect(back)


@reauthentication_required  # type: ignore[untyped-decorator]
def _confirmed(request: StaffRequest) -> None:
    """Raises ReauthenticationRequired."""
