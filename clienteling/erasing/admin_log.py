"""The administration's log names a client by the public id of then."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from consent.rights.erasing.person import Person
from crm.models import Client


def erase_admin_log_of(person: Person) -> int:
    """Who changed which row, and when, stays; the row is named by its number."""
    clients = ContentType.objects.get_for_model(Client)
    theirs = LogEntry.objects.filter(content_type=clients, object_id__in=[str(pk) for pk in person.client_ids])
    return theirs.exclude(object_repr="").update(object_repr="")
