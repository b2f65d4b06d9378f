"""Staff log-in with allauth, locked after repeated failures by axes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_message
from django import forms
from django.conf import settings
from django.http import HttpRequest

from clienteling.lib.client_address import client_address


class StaffAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator makes staff accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, over all processes, in the database: by account and network address, so
        that nobody locks a colleague out from elsewhere. The library's limit is left to wrong codes."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the house's own address: the one of the request is as the caller wrote it, its port among them."""
        path: str = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.BASE_URL}{path}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """As failures are counted; a socket of the machine is the machine itself."""
        return client_address(request) or "127.0.0.1"


def typed_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose failures are counted: the address as typed, in small letters; empty when none was.

    allauth calls it ``email``, the administration ``username``. Were it not found under each of its names, the
    failures of one colleague would lock the whole boutique, which shares one network address.
    """
    found = credentials or {"username": request.POST.get("login") or request.POST.get("username")}
    return str(found.get("email") or found.get("username") or "").strip().lower()


class LockedLoginForm(LoginForm):
    """Refuses before the password is looked at, once axes has locked this account and address."""

    def clean(self) -> dict[str, Any]:
        credentials = {"username": self.cleaned_data.get("login", "")}
        if self.request and not AxesProxyHandler.is_allowed(self.request, credentials):
            raise forms.ValidationError(get_lockout_message(), code="locked")
        return super().clean()
