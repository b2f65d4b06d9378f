"""The pages of refusals and failures, which read no form.

Django's own check the form's token once more, and so read the form. Where that is what was refused (a charset that is
none, a thousand fields, megabytes), the page of the refusal would fail by it too, and the server answer by itself:
500, without a page, without a header of ours.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.bad_request(_without_form(request), exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.permission_denied(_without_form(request), exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.page_not_found(_without_form(request), exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return defaults.server_error(_without_form(request))


def _without_form(request: HttpRequest) -> HttpRequest:
    request.POST = QueryDict()  # type: ignore[assignment]  # the class of what is read is another's
    return request
