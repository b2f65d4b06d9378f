"""Every record of one person: requests and codes stay on the one that they were written to."""

from django.apps import apps
from django.db.models import Q

from consent.subjects import Subject


def records_of_person(client: Subject) -> list[int]:
    """Ids of the record that lives, which ``client`` is, and of those merged into it."""
    found = apps.get_model("crm", "Client")._default_manager.filter(Q(pk=client.pk) | Q(canonical=client.pk))
    return list(found.values_list("pk", flat=True))
