"""Where a webhook may go: never into the house's own network (server-side request forgery, OWASP)."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from crm.destinations.errors import DestinationError

_UNICAST = ipaddress.IPv6Network("2000::/3")
# Of examples in documents (RFC 9637), which Python 3.11 takes for anybody's.
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")
# IPv4 behind a translator (NAT64, RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """``host`` is the name that was written, ``address`` the number that it means at this moment."""

    url: SplitResult
    host: str
    port: int
    address: str


def checked_url(url: str) -> SplitResult:
    """The parts of an address that may be kept. Raises DestinationError (not_https, no_host)."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise DestinationError("no_host", "This is not a web address.") from error
    schemes = {"https"} if not settings.WEBHOOKS_MAY_STAY_INSIDE else {"https", "http"}
    if parts.scheme not in schemes:
        raise DestinationError("not_https", "The address begins with https://.")
    if not parts.hostname or port == 0 or parts.username or parts.password:
        raise DestinationError("no_host", "The address names a host, without a user or a password.")
    return parts


def resolve_target(url: str) -> Target:
    """Asked anew for each delivery, and the number itself is called: a name that changes its mind between the check
    and the call leads nowhere else. Raises DestinationError (address_refused, unknown_host)."""
    parts = checked_url(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise DestinationError("unknown_host", f"Nobody knows the host {host}.") from error
    addresses = [str(each[4][0]) for each in found]
    if not settings.WEBHOOKS_MAY_STAY_INSIDE and not all(_is_public(each) for each in addresses):
        raise DestinationError("address_refused", "This address leads into a private network.")
    return Target(parts, host, port, addresses[0])


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    meant = _within(number) if isinstance(number, ipaddress.IPv6Address) else number
    return meant is not None and meant.is_global and not meant.is_multicast


def _within(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """What it leads to: the IPv4 address inside, where a gateway would call that one. None for what is given to
    nobody to be reached at: the whole public internet of IPv6 lies in one block (IANA, IPv6 Global Unicast)."""
    if inside := number.ipv4_mapped or number.sixtofour:
        return inside
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number if number in _UNICAST and number not in _DOCUMENTATION else None
