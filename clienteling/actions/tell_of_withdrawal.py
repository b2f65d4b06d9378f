"""Advisors are told that what was kept by a consent is gone, and why: they would look for their notes in vain."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clienteling.models import Task
from consent.models import SensitiveWithdrawal
from crm.models import Relationship

TOLD = (
    "The client took back the consent to sensitive information. Notes, people and the words of conversations were "
    "deleted, as the law asks. Please write down nothing of the kind."
)


def tell_advisors(withdrawal: SensitiveWithdrawal, at: datetime) -> None:
    """A line in the day of each advisor of the house who has the client, to be read and ticked off."""
    person = withdrawal.client.canonical_id or withdrawal.client_id
    places = Relationship.objects.filter(client=person, brand=withdrawal.brand_id).exclude(advisor=None)
    Task.objects.bulk_create(
        Task(
            client_id=person, boutique=place.boutique, advisor_id=place.advisor_id, text=TOLD,
            due_on=at.astimezone(ZoneInfo(place.boutique.timezone)).date(),
        )
        for place in places.exclude(boutique=None).select_related("boutique").order_by("pk")
        if place.boutique is not None
    )  # fmt: skip
