"""The mail servers: the house's own, and those of regions that clients' data do not leave."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from clienteling.settings.environment import IS_PRODUCTION, VAR, listed_or_none, required


def mail_servers(name: str) -> dict[str, dict[str, Any]]:
    """By code, what Django's SMTP backend is made with."""
    servers = {}
    for item in listed_or_none(name):
        code, _, address = item.partition("=")
        parts = urlsplit(address)
        if not code or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ImproperlyConfigured(f"{name}: write code=smtp://user:password@host:port, by commas.")
        servers[code] = {
            "host": parts.hostname, "port": parts.port or 587, "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""), "use_tls": IS_PRODUCTION and parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
        }  # fmt: skip
    return servers


EMAIL_HOST = required("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "2525" if not IS_PRODUCTION else "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = IS_PRODUCTION and os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 10
# Further mail servers, for clients whose data do not leave a region: code=smtp://user:password@host:port, by commas.
MAIL_SERVERS = mail_servers("CLIENTELING_MAIL_SERVERS")
if not IS_PRODUCTION:
    # The demonstration's post office plays both: what stays in China goes to it by this name.
    MAIL_SERVERS.setdefault("demo-cn", {})
MAIL_SINK_FOLDER = VAR / "mail"
