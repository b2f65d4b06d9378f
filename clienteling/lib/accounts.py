"""Staff log-in with allauth, locked after repeated failures by axes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_message
from django import forms
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator makes staff accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LockedLoginForm(LoginForm):
    """Refuses before the password is looked at, once axes has locked this account and address."""

    def clean(self) -> dict[str, Any]:
        credentials = {"username": self.cleaned_data.get("login", "")}
        if self.request and not AxesProxyHandler.is_allowed(self.request, credentials):
            raise forms.ValidationError(get_lockout_message(), code="locked")
        return super().clean()
