"""A person takes an identifier off a client, or gives it back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from consent.actions.access import record_access
from consent.actions.heed import heed_refusals
from crm.actions.clients import update_client
from crm.identity.blocked import is_blocked
from crm.identity.choose import canonical_of
from crm.identity.claims import IdentifierClaim
from crm.identity.contacts import contacts_of
from crm.identity.ending import end_identifiers
from crm.identity.errors import IdentityError
from crm.identity.lock import lock_identifiers
from crm.models import Client, Identifier, IdentityLink, User


@transaction.atomic
def cut_identifier(identifier: Identifier, *, actor: User, at: datetime) -> bool:
    """It means this client no longer, and its links are cut; what was owned stays. False when it was cut already.
    Raises IdentityError ``erased``.

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
    now, or when the client has no room for it; ``value_blocked``; ``erased``."""
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
    _tie_again(identifier, client, cut_at)
    _tell(client, identifier, actor, "given back")
    identifier.refresh_from_db()
    return identifier


def _tie_again(identifier: Identifier, client: Client, cut_at: datetime | None) -> None:
    """The links that fell with it hold again, to what is still the same person's: a merge may be undone by now."""
    records = Client.objects.records_of(canonical_of(client)).values("pk")
    for end, other in (("a", "b"), ("b", "a")):
        same = {f"{other}__retracted_at": None, f"{other}__client__in": records}
        IdentityLink.objects.filter(**{end: identifier}, **same, retracted_at=cut_at).update(retracted_at=None)


def _lock(identifier: Identifier) -> Client:
    """Lock order: identifiers first, then their client."""
    lock_identifiers([IdentifierClaim(identifier.namespace, identifier.value)])
    client = Client.objects.select_for_update(no_key=True).get(pk=identifier.client_id)
    if client.erased_at is not None:
        raise IdentityError("erased")
    return client


def _tell(client: Client, identifier: Identifier, actor: User, what: str) -> None:
    update_client(client)
    record_access(user=actor, client=client, action="changed", fields=["identity"], why=f"{identifier} {what}")
