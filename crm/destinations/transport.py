"""One signed POST, with an end: nothing is followed, nothing of the answer but its status is read."""

import threading
import time
from collections.abc import Mapping

import httpx
from django.conf import settings

from crm.destinations.addresses import Target, resolve_target
from crm.destinations.errors import DeliveryError, DestinationError

# Seconds for each step; the whole exchange ends after settings.WEBHOOK_SECONDS, however slowly a receiver drips.
CONNECTING, ANSWERING = 5.0, 10.0
LONGEST_WAIT = 24 * 3600.0


def post_signed(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status, 200 to 299. Raises DeliveryError for everything else, a redirection included."""
    try:
        target = resolve_target(url)
    except DestinationError as error:
        raise DeliveryError(error.code) from error
    response = _posted(target, body, headers)
    if not 200 <= response.status_code < 300:
        raise DeliveryError(f"http_{response.status_code}", _asked_wait(response))
    return response.status_code


def _posted(target: Target, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
    timeout = httpx.Timeout(ANSWERING, connect=CONNECTING)
    # trust_env off: a proxy of the machine would resolve the name once more, and somewhere else.
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
        request = _request(client, target, body, headers)
        with _Deadline(client) as deadline:
            try:
                response = client.send(request, stream=True)
                response.close()
            except httpx.TimeoutException as error:
                raise DeliveryError("timeout") from error
            except (httpx.HTTPError, OSError) as error:
                raise DeliveryError("too_slow" if deadline.is_over else "unreachable") from error
            return response


def _request(client: httpx.Client, target: Target, body: bytes, headers: Mapping[str, str]) -> httpx.Request:
    """To the number that was checked, in the name that was written: for the certificate as for the receiver."""
    address = f"[{target.address}]" if ":" in target.address else target.address
    url = target.url._replace(netloc=f"{address}:{target.port}", fragment="").geturl()
    named = {**headers, "host": target.url.netloc}
    return client.build_request("POST", url, content=body, headers=named, extensions={"sni_hostname": target.host})


class _Deadline:
    """Closes the connection when the whole time is over, whatever is being waited for."""

    def __init__(self, client: httpx.Client) -> None:
        self._ends = time.monotonic() + settings.WEBHOOK_SECONDS
        self._timer = threading.Timer(settings.WEBHOOK_SECONDS, client.close)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._ends

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._timer.cancel()


def _asked_wait(response: httpx.Response) -> float:
    """``Retry-After`` in seconds (RFC 9110, section 10.2.3); 0 where there is none, or a date."""
    written = response.headers.get("retry-after", "")
    return min(float(written), LONGEST_WAIT) if written.isdecimal() else 0.0
