"""Log-in, the same in shop and app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clienteling.storefront import public_api
from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import Visitor

SENTENCES = {
    "login_failed": _("The address or the password is not right. Nothing was changed."),
    "invalid": _("The address or the password is not right. Nothing was changed."),
    "locked": _("Too many attempts. Your account is safe; try again in fifteen minutes."),
}


class SignInForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Check it for a typing slip."),
        },
    )
    password = forms.CharField(
        max_length=128, strip=False, error_messages={"required": _("Please write your password.")}
    )

    def log_in(self, visitor: Visitor, source: str) -> dict[str, Any] | None:
        """The account, or None with the reason on the form."""
        try:
            account: dict[str, Any] = public_api.send(
                "accounts/session/", **self.cleaned_data, anonymous_id=visitor.anonymous_id, source=source
            )
        except ApiRefusal as refusal:
            if refusal.code not in SENTENCES:
                raise
            self.add_error(None, SENTENCES[refusal.code])
            return None
        return account
