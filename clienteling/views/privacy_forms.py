"""What the privacy officer asks for."""

import re
from datetime import datetime
from typing import Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clienteling.queries.words import deed
from consent.models import AccessEntry
from consent.queries.access_log import AccessFilter

MOST_ACCOUNTS = 100
_KEY = re.compile(r"ck_[0-9a-f]{8}")
_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Moments(TypedDict):
    since: datetime
    until: datetime
    aware_at: datetime


# A key alone reads; people view.
_DEEDS = [(code, deed(code).capitalize()) for code in AccessEntry.Action.values]


class AccessForm(forms.Form):
    account = forms.CharField(
        required=False, max_length=254, label="Who", help_text="Log-in address, or the beginning of an API key (ck_…)."
    )
    client_uid = forms.CharField(required=False, max_length=16, label="Client", help_text="Unique id.")
    action = forms.ChoiceField(required=False, choices=[("", "Everything"), *_DEEDS], label="What was done")
    since = forms.DateTimeField(required=False, widget=_MOMENT, label="From")
    until = forms.DateTimeField(required=False, widget=_MOMENT, label="Until")
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def asked(self) -> tuple[AccessFilter, int | None]:
        """The filter, and the key of the page that is asked for."""
        said = dict(self.cleaned_data)
        before = said.pop("before")
        said["client_uid"] = said["client_uid"].strip().upper()
        return AccessFilter(**said), before

    def clean_account(self) -> str:
        return _account(self.cleaned_data["account"])


class BreachForm(forms.Form):
    accounts = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label="Accounts",
        help_text="Log-in addresses, or the beginnings of API keys (ck_…), one on each line.",
        max_length=MOST_ACCOUNTS * 100,
    )  # fmt: skip
    since = forms.DateTimeField(widget=_MOMENT, label="From")
    until = forms.DateTimeField(widget=_MOMENT, label="Until")
    aware_at = forms.DateTimeField(
        widget=_MOMENT, label="When the house became aware", help_text="The 72 hours of GDPR Art. 33 begin here."
    )

    @property
    def emails(self) -> list[str]:
        emails: list[str] = self.cleaned_data["accounts"]
        return emails

    def moments(self) -> "Moments":
        said = self.cleaned_data
        return {"since": said["since"], "until": said["until"], "aware_at": said["aware_at"]}

    def clean_accounts(self) -> list[str]:
        accounts = self.cleaned_data["accounts"].split()
        if len(accounts) > MOST_ACCOUNTS:
            raise ValidationError(f"At most {MOST_ACCOUNTS} accounts in one report.")
        return list(dict.fromkeys(map(_account, accounts)))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["since"] >= said["until"]:
            raise ValidationError("The end has to come after the beginning.")
        return said


def _account(typed: str) -> str:
    """A log-in address or the beginning of a key, as the log has it. Raises ValidationError for anything else."""
    account = typed.strip().lower()
    if account and not _KEY.fullmatch(account):
        validate_email(account)
    return account
