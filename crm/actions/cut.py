"""A person takes an identifier off a client, or gives it back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from consent.actions.access import record_access
from consent.actions.heed import heed_refusals
from crm.actions.clients import update_client
from crm.identity.blocked import is_blocked
from crm.identity.claims import IdentifierClaim
from crm.identity.contacts import contacts_of
from crm.identity.ending import end_identifiers
from crm.identity.errors import IdentityError
from crm.identity.lock import lock_identifiers
from crm.models import Client, Identifier, IdentityLink, User


@transaction.atomic
def cut_identifier(identifier: Identifier, *, actor: User, at: datetime) -> bool:
    """It means this client no longer, and its links are cut; what was owned stays. False when it was cut already.

    A later call may bring it again, to whoever it then belongs.
    """
    client = _lock(identifier)
    cut = end_identifiers([identifier.pk], because=Identifier.Ended.CUT, at=at) == 1
    if cut:
        _tell(client, identifier, actor, "cut")
    return cut


@transaction.atomic
def give_back_identifier(identifier: Identifier, *, actor: User) -> Identifier:
    """Undo a cut, with the links that fell with it. Raises IdentityError ``taken`` when it means somebody else by
    now, or when the client has no room for it; ``value_blocked``."""
    client = _lock(identifier)
    if is_blocked(identifier.namespace, identifier.value):
        raise IdentityError("value_blocked")
    cut_at = Identifier.objects.values_list("retracted_at", flat=True).get(pk=identifier.pk)
    try:
        with transaction.atomic():
            Identifier.objects.filter(pk=identifier.pk).update(retracted_at=None, retracted_because="")
    except IntegrityError as error:
        raise IdentityError("taken") from error
    heed_refusals(client, contacts_of(identifier))
    for end, other in (("a", "b"), ("b", "a")):
        fell = IdentityLink.objects.filter(**{end: identifier, f"{other}__retracted_at": None}, retracted_at=cut_at)
        fell.update(retracted_at=None)
    _tell(client, identifier, actor, "given back")
    identifier.refresh_from_db()
    return identifier


def _lock(identifier: Identifier) -> Client:
    """Lock order: identifiers first, then their client."""
    lock_identifiers([IdentifierClaim(identifier.namespace, identifier.value)])
    return Client.objects.select_for_update(no_key=True).get(pk=identifier.client_id)


def _tell(client: Client, identifier: Identifier, actor: User, what: str) -> None:
    update_client(client)
    record_access(user=actor, client=client, action="changed", fields=["identity"], why=f"{identifier} {what}")
