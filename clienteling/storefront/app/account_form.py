"""Making an account in the app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clienteling.storefront import public_api
from clienteling.storefront.house import HOUSE
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import Visitor

# Code of the refusal: the field it belongs to and what to do.
SENTENCES = {
    "account_exists": ("email", _("There is an account with this address already. Log in instead.")),
    "link_needed": (
        "email",
        _("We know this address. To keep it yours alone, open your account from the link in one of our messages."),
    ),
    "password_weak": ("password", _("Choose a longer password, one that others would not think of.")),
    "email_invalid": ("email", _("This address cannot be used. Please try another.")),
    "invalid": ("email", _("This address cannot be used. Please try another.")),
}


class AccountForm(forms.Form):
    given_name = forms.CharField(max_length=80, required=False)
    family_name = forms.CharField(max_length=80, required=False)
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Check it for a typing slip."),
        },
    )
    password = forms.CharField(max_length=128, strip=False, error_messages={"required": _("Please choose a password.")})
    profiling = forms.BooleanField(required=False)
    marketing = forms.BooleanField(required=False)

    def open_account(self, visitor: Visitor, *, uid: str | None = None) -> dict[str, Any] | None:
        """The account, or None with the reason beside its field. ``uid`` is the one that a signed link named."""
        wanted = {name: self.cleaned_data[name] for name in ("email", "password", "given_name", "family_name")}
        try:
            account: dict[str, Any] = public_api.send(
                "accounts/",
                **wanted,
                client_uid=uid,
                anonymous_id=visitor.anonymous_id,
                language=visitor.language,
                source=HOUSE.app_source,
            )
        except ApiRefusal as refusal:
            if refusal.code not in SENTENCES:
                raise
            self.add_error(*SENTENCES[refusal.code])
            return None
        return account
