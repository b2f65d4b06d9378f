"""The only door between the shop and the house: its public interface, over HTTP.

With ``STOREFRONT_API_URL`` empty the same requests are answered inside this process, by the same code
that would answer them over the wire.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from django.conf import settings
from django.utils import translation

from clienteling.storefront.inner import inner_application

SECONDS = 5.0
# A protected client is read for a stated reason only: here it is always the client who is logged in.
OWN_REQUEST = {"Access-Reason": "the client's own request"}


class ApiRefusal(Exception):
    """The house said no: ``status``, a stable ``code``, one sentence, and errors by field."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.code = status, str(problem.get("code", "refused"))
        self.title, self.errors = str(problem.get("title", "")), problem.get("errors", {})
        super().__init__(self.code)


class ApiUnavailable(Exception):
    """The house did not answer, or failed: worth trying again."""


def read(path: str, **params: Any) -> Any:
    """GET ``/api/v1/<path>``; parameters that are None or empty are left out."""
    kept = {name: value for name, value in params.items() if value not in (None, "", [], ())}
    return _answer("GET", path, params=kept)


def send(path: str, **body: Any) -> Any:
    """POST a JSON body to ``/api/v1/<path>``; fields that are None are left out."""
    return _answer("POST", path, json={name: value for name, value in body.items() if value is not None})


def _answer(method: str, path: str, **content: Any) -> Any:
    try:
        with _door() as door:
            response = door.request(method, f"/api/v1/{path}", **content)
    except httpx.HTTPError as error:
        raise ApiUnavailable(type(error).__name__) from error
    if response.status_code >= 500:
        raise ApiUnavailable(str(response.status_code))
    if response.is_error:
        raise ApiRefusal(response.status_code, response.json())
    return response.json()


@contextmanager
def _door() -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {settings.STOREFRONT_API_KEY}", "Accept": "application/json", **OWN_REQUEST}
    if settings.STOREFRONT_API_URL:
        with httpx.Client(base_url=settings.STOREFRONT_API_URL, headers=headers, timeout=SECONDS) as client:
            yield client
        return
    transport = httpx.WSGITransport(app=inner_application())
    inside = httpx.Client(base_url=settings.BASE_URL, headers=headers, transport=transport)
    # The inner request sets the thread's language to its own; the outer one wants it back.
    with translation.override(translation.get_language()), inside as client:
        yield client
