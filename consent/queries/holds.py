"""Who is not to be forgotten for now."""

from django.apps import apps
from django.db.models import Q

from consent.models import RetentionHold
from consent.subjects import Subject


def is_held(client: Subject) -> bool:
    """A hold on any record of the person holds for all of them. One statement."""
    person = Q(client=client.pk) | Q(client__canonical=client.pk)
    return RetentionHold.objects.filter(person, lifted_at=None).exists()


def held_records() -> list[int]:
    """Ids of every record of those who are held: few, since a person places each hold. One statement."""
    held = RetentionHold.objects.filter(lifted_at=None)
    records = apps.get_model("crm.Client")._default_manager.filter(
        Q(pk__in=held.values("client"))
        | Q(canonical__in=held.values("client"))
        | Q(pk__in=held.values("client__canonical"))
        | Q(canonical__in=held.exclude(client__canonical=None).values("client__canonical"))
    )
    return sorted(records.values_list("pk", flat=True))
