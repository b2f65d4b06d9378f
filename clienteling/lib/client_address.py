"""The network address of whoever calls, behind the house's own proxies."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """``X-Forwarded-For`` is written from the left, and only what the house's own ``TRUSTED_PROXIES`` wrote is
    believed: the entry of the outermost of them. Of a shorter list, or where it is no address, the one that the server
    sees. None where that is a socket of the machine.
    """
    forwarded = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    named = forwarded[-trusted] if 0 < trusted <= len(forwarded) else ""
    return _address(named) or _address(request.META.get("REMOTE_ADDR", ""))


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
