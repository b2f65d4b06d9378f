"""Where one is logged in, and the end of every other log-in."""

from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse

from clienteling.views.staff import StaffRequest
from clienteling.views.step_up import OF_LOG_INS, confirmation_or_none


@login_required
def log_ins(request: StaffRequest) -> HttpResponse:
    """The library's page; whoever ends others says again who they are, since a tablet left open is no person."""
    if request.method == "POST":
        back = reverse("usersessions_list")
        if (page := confirmation_or_none(request, back=back, because=OF_LOG_INS)) is not None:
            return page
    answer: HttpResponse = list_usersessions(request)
    return answer
