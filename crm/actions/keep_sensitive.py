"""Before a sensitive field of a client is written: the client is locked, and asked for the consent after that."""

from django.utils import timezone

from consent.queries.sensitive import may_keep_sensitive
from crm.actions.profile_errors import ProfileError
from crm.actions.tastes import lock_live
from crm.models import Brand, Client


def lock_to_keep_sensitive(*clients: Client, brand: Brand | None) -> None:
    """In the transaction that writes; several clients in the order of their ids.

    A withdrawal that is being carried out holds the same lock (consent.sensitive.work), so what is written here is
    either found by it or refused. Raises ProfileError: ``consent_missing``, ``client_not_live``.
    """
    for client in clients:
        lock_live(client)
        if not may_keep_sensitive(client, brand=brand, at=timezone.now()):
            raise ProfileError("consent_missing")
