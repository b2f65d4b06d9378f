"""API keys: hashed, scoped, shown once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from crm.models import ApiKey, Brand

if TYPE_CHECKING:  # REST framework's views import this module by its settings
    from rest_framework.views import APIView

# How long a key that was replaced goes on beside the new one.
OVERLAP = timedelta(days=7)


def issue_api_key(name: str, *, brand: Brand | None, scopes: list[str], region: str = "") -> tuple[ApiKey, str]:
    """Make a key; returns the row and the secret, which is not kept and cannot be shown again.

    ``region``: where the system behind it keeps what it reads; empty: in the house's own.
    """
    prefix, secret = "ck_" + secrets.token_hex(4), secrets.token_urlsafe(32)
    whole = f"{prefix}.{secret}"
    key = ApiKey.objects.create(
        name=name,
        brand=brand,
        scopes=scopes,
        region=region,
        prefix=prefix,
        sha256=hashlib.sha256(whole.encode()).hexdigest(),
    )
    return key, whole


def replace_api_key(key: ApiKey, *, at: datetime) -> tuple[ApiKey, str]:
    """A new key of the same brand, scopes and region; the former one ends after OVERLAP, so that no caller stands
    still."""
    with transaction.atomic():
        still = ApiKey.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=at + OVERLAP), pk=key.pk)
        still.update(revoked_at=at + OVERLAP)
        return issue_api_key(key.name, brand=key.brand, scopes=key.scopes, region=key.region)


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer ck_…``. ``request.auth`` is then the ApiKey; there is no user."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return None
        digest = hashlib.sha256(header.removeprefix("Bearer ").strip().encode()).hexdigest()
        known = ApiKey.objects.select_related("brand").filter(sha256=digest)
        key = known.filter(Q(revoked_at=None) | Q(revoked_at__gt=timezone.now())).first()
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
