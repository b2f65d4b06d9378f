"""API keys: hashed, scoped, shown once."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from crm.models import ApiKey, Brand

if TYPE_CHECKING:  # REST framework's views import this module by its settings
    from rest_framework.views import APIView


def issue_api_key(name: str, *, brand: Brand | None, scopes: list[str]) -> tuple[ApiKey, str]:
    """Make a key; returns the row and the secret, which is not kept and cannot be shown again."""
    prefix, secret = "ck_" + secrets.token_hex(4), secrets.token_urlsafe(32)
    whole = f"{prefix}.{secret}"
    key = ApiKey.objects.create(
        name=name, brand=brand, scopes=scopes, prefix=prefix, sha256=hashlib.sha256(whole.encode()).hexdigest()
    )
    return key, whole


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer ck_…``. ``request.auth`` is then the ApiKey; there is no user."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return None
        digest = hashlib.sha256(header.removeprefix("Bearer ").strip().encode()).hexdigest()
        key = ApiKey.objects.select_related("brand").filter(sha256=digest, revoked_at=None).first()
        if key is None:
            raise exceptions.AuthenticationFailed("This API key is not known or was revoked.", "api_key_invalid")
        return None, key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasScope(permissions.BasePermission):
    """The view names ``read_scope`` and ``write_scope``; the key must hold the one that the method needs."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, ApiKey):
            raise exceptions.NotAuthenticated(code="api_key_missing")
        needed = getattr(view, "read_scope" if request.method in permissions.SAFE_METHODS else "write_scope", None)
        return needed is not None and needed in request.auth.scopes
