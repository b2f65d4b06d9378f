"""The back-in-stock form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clienteling.storefront.public_api import ApiRefusal


class AlertForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Please write the address we should write to."),
            "invalid": _("This does not look like an e-mail address. Check it for a typing slip."),
        },
    )
    marketing = forms.BooleanField(required=False)

    def add_refusal(self, refusal: ApiRefusal) -> None:
        """What the house said to an address that looked right here; what was typed stays in the field."""
        if refusal.code == "too_many_wishes":
            self.add_error("email", _("This address has asked often within the hour. What it asked for is kept."))
        elif refusal.code in {"invalid", "email_invalid", "value_blocked", "value_too_long"}:
            self.add_error("email", _("This address cannot be used. Please try another."))
        else:
            raise refusal
