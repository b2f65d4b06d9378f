"""Who orders. A client who is logged in is not asked again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clienteling.storefront.public_api import ApiRefusal
from clienteling.storefront.visitor import Visitor


class CheckoutForm(forms.Form):
    given_name = forms.CharField(max_length=80, error_messages={"required": _("Please write your first name.")})
    family_name = forms.CharField(max_length=80, error_messages={"required": _("Please write your family name.")})
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Check it for a typing slip."),
        },
    )
    marketing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if visitor.is_known:
            for name in ("given_name", "family_name", "email", "marketing"):
                del self.fields[name]

    def add_refusal(self, refusal: ApiRefusal) -> None:
        """Nothing was ordered, and what was typed is still there."""
        if "email" in self.fields and refusal.code in {"invalid", "email_invalid", "value_blocked"}:
            self.add_error("email", _("This address cannot be used. Please try another."))
        else:
            self.add_error(None, _("The order was not taken, and nothing was kept of it. Please try once more."))
