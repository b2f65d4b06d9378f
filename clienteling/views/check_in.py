"""Check-in: a client shows a code, to the camera or read aloud, and her page opens."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.actions.check_in import CheckInError, check_in
from clienteling.lib.qr_reader import MAX_BYTES, FrameError, read_qr
from clienteling.lib.rate_limit import is_within_limit
from clienteling.models import Visit
from clienteling.rules import boutique_of
from clienteling.views.staff import StaffRequest, clients_page
from crm.protection import shown_to

FRAMES_A_MINUTE = 300
WORDS = {
    "code_unknown": "This is not one of our codes. Open the card again on the client’s phone, or type the letters.",
    "code_expired": "This code has expired. A new one appears on the client’s phone; hold that one up.",
    "code_used": "This code was used already. The next one appears on the client’s phone in a moment.",
    "too_many_tries": "That was ten tries within a minute. Wait a moment, then type the code again.",
    "too_many_frames": "The camera sends too much. Close other pages of this app, then try again.",
    "not_your_boutique": "You can check clients in at your own boutique only. Nothing was recorded.",
    "frame_too_large": "The picture was too large to read. Type the code instead.",
    "frame_unreadable": "The picture could not be read. Type the code instead.",
}


@clients_page
@require_GET
def page(request: StaffRequest) -> HttpResponse:
    return _page(request)


@clients_page
@require_POST
def typed(request: StaffRequest) -> HttpResponse:
    """The code as somebody read it aloud. A refusal keeps what was typed."""
    code = request.POST.get("code", "").strip()
    if not code:
        return _page(request, error="Type the ten letters and digits under the client’s code.", status=422)
    try:
        visit = _checked_in(request, code, Visit.Method.CODE)
    except CheckInError as error:
        return _page(request, error=WORDS[error.code], code=code, status=422)
    return redirect("client", visit.client.uid)


@clients_page
@require_POST
def frame(request: StaffRequest) -> HttpResponse:
    """One frame of the camera, JPEG or PNG, at most 300 kB, as the body.

    Answers ``{"state": "looking"}``, ``{"state": "found", "url": ...}`` or ``{"state": "refused", code, words}``.
    """
    if refusal := _refused_unread(request):
        return refusal
    try:
        code = read_qr(request.body)
        if code is None:
            return JsonResponse({"state": "looking"})
        visit = _checked_in(request, code, Visit.Method.QR)
    except FrameError as error:
        return _refused(error.code, 413 if error.code == "frame_too_large" else 400)
    except CheckInError as error:
        return _refused(error.code, 422)
    return JsonResponse({"state": "found", "url": reverse("client", args=[visit.client.uid])})


def _refused_unread(request: StaffRequest) -> JsonResponse | None:
    """The refusal of a frame that is not even looked at."""
    if not is_within_limit(f"frames:{request.user.pk}", maximum=FRAMES_A_MINUTE, seconds=60):
        return _refused("too_many_frames", 429)
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return _refused("frame_too_large", 413)
    if request.content_type == "multipart/form-data":
        # Django has read such a body as a form by now, and a frame is no form.
        return _refused("frame_unreadable", 400)
    return None


def _checked_in(request: StaffRequest, code: str, method: str) -> Visit:
    boutique = boutique_of(request.user)
    if boutique is None:
        raise CheckInError("not_your_boutique")
    visit = check_in(request.user, code, boutique=boutique, method=method, at=timezone.now())
    name = shown_to(request.user, visit.client).name
    messages.success(request, f"{name} is in the boutique since {timezone.localtime(visit.arrived_at):%H:%M}.")
    return visit


def _page(request: StaffRequest, *, error: str = "", code: str = "", status: int = 200) -> HttpResponse:
    page = {"boutique": boutique_of(request.user), "error": error, "code": code}
    return render(request, "clienteling/check_in/page.html", page, status=status)


def _refused(code: str, status: int) -> JsonResponse:
    return JsonResponse({"state": "refused", "code": code, "words": WORDS[code]}, status=status)
