"""What the privacy officer types to answer a request."""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from clienteling.views.words_of_rights import REFUSED
from consent.models import SubjectRequest
from consent.rights.clock import check_received
from consent.rights.errors import RightsError
from crm.models import Client
from crm.rights.corrections import CORRECTABLE, MOST_WORDS

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
    received_on = forms.DateField(
        required=False, label="When it came in", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The month runs from this day; empty: today.",
    )  # fmt: skip

    def clean_received_on(self) -> datetime | None:
        """The day's beginning on the officer's clock; None for today. As far back as the rights allow."""
        day: date | None = self.cleaned_data["received_on"]
        if day is None or day == timezone.localdate():
            return None
        moment = datetime.combine(day, time.min, timezone.get_current_timezone())
        try:
            check_received(moment, at=timezone.now())
        except RightsError as error:
            raise ValidationError(REFUSED[error.code]) from error
        return moment


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
        # The refusal beside it has words of its own.
        super().__init__(auto_id="correct_%s")
        for name in CORRECTABLE:
            now = getattr(client, name)
            day = forms.DateInput(attrs={"type": "date"})
            self.fields[name] = forms.CharField(
                required=False, label=name.replace("_", " ").capitalize(), help_text=f"Now: {now or 'nothing'}",
                widget=day if name == "birth_date" else forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            required=False, max_length=MOST_WORDS, label="What was put right elsewhere",
            help_text="An address, a purchase, a size: once it is. The client reads this.",
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
