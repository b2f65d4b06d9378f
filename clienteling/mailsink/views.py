"""Reading the demonstration's mails. Outside a demonstration these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from clienteling.mailsink.store import Kept, MailStore

PAGE_SIZE = 24
View = Callable[..., HttpResponseBase]

# A mail brings its own styles and no script; its links open in the whole window when a person follows them.
_SANDBOX = "allow-top-navigation-by-user-activation allow-popups"
_MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", settings.BASE_URL, "data:"],
    "sandbox": _SANDBOX.split(),
    "frame-ancestors": ["'self'"],
}


def demonstration_only(view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.IS_DEMONSTRATION:
            raise Http404
        return view(*args, **kwargs)

    return guarded


@require_safe
@demonstration_only
def mail_list(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("to", "")
    page = _page_number(request)
    mails = _store().mails(recipient=wanted, start=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    context = {
        "mails": mails[:PAGE_SIZE],
        "wanted": wanted,
        "newer": page - 1,
        "older": page + 1 if len(mails) > PAGE_SIZE else 0,
    }
    return render(request, "mailsink/list/page.html", context)


@require_safe
@demonstration_only
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
def mail_read(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mailsink/read/page.html", {"mail": _mail_or_404(name), "sandbox": _SANDBOX})


@require_safe
@demonstration_only
@xframe_options_sameorigin
@csp(_MAIL_POLICY)  # type: ignore[arg-type]
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as it was sent, to be shown in a sandboxed frame."""
    return HttpResponse('<base target="_top">' + _mail_or_404(name).html)


def _store() -> MailStore:
    return MailStore(settings.MAIL_SINK_FOLDER)


def _mail_or_404(name: str) -> Kept:
    mail = _store().mail(name)
    if mail is None:
        raise Http404
    return mail


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 7 else 1
