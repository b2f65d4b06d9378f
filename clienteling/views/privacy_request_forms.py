"""What the privacy officer types to answer a request."""

from django import forms

from consent.models import SubjectRequest
from crm.models import Client
from crm.rights.corrections import CORRECTABLE

Kind = SubjectRequest.Kind


WHICH = [("open", "Open"), ("overdue", "Overdue"), ("soon", "Within three days"), ("closed", "Answered")]


class QueueForm(forms.Form):
    which = forms.ChoiceField(required=False, choices=WHICH)
    kind = forms.ChoiceField(required=False, choices=[("", "Every right"), *Kind.choices])


class IntakeForm(forms.Form):
    """The person is named by what names them exactly; nobody is browsed."""

    q = forms.CharField(
        max_length=254, label="Client", help_text="Unique id, e-mail, telephone or card, as a whole.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=Kind.choices, label="Right")
    detail = forms.CharField(
        required=False, max_length=1000, label="In the client’s words", widget=forms.Textarea(attrs={"rows": 3})
    )


class RefusalForm(forms.Form):
    why = forms.ChoiceField(choices=SubjectRequest.Refusal.choices, label="Reason in law")
    words = forms.CharField(
        max_length=1000, label="What the client is told", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="With the way to the supervisory authority and to a court (GDPR Art. 12(4)).",
    )  # fmt: skip


class ExtensionForm(forms.Form):
    because = forms.CharField(
        max_length=500, label="Why two further months", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Complexity or number of requests; the client is told before the first month is over.",
    )  # fmt: skip


class CorrectionForm(forms.Form):
    """A field for each value that may be put right, with what stands there now beside it."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        for name in CORRECTABLE:
            now = getattr(client, name)
            day = forms.DateInput(attrs={"type": "date"})
            self.fields[name] = forms.CharField(
                required=False, label=name.replace("_", " ").capitalize(), help_text=f"Now: {now or 'nothing'}",
                widget=day if name == "birth_date" else forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
