"""Names by which a browser knows on what terms a cookie may be set (RFC 6265bis, section 4.1.3)."""

from django.conf import settings


def host_only(name: str) -> str:
    """In production a cookie of this host alone, over TLS alone, for every path."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def secure_only(name: str) -> str:
    """In production a cookie that was set over TLS, where it has a path of its own."""
    return f"__Secure-{name}" if settings.SESSION_COOKIE_SECURE else name
