"""A value that identifies nobody from now on, and an end to what it had linked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consent.actions.access import record_access
from crm.actions.clients import update_client
from crm.identity.blocked import as_blocked
from crm.identity.choose import owners_of
from crm.identity.claims import IdentifierClaim
from crm.identity.ending import end_identifiers
from crm.identity.lock import lock_identifiers
from crm.identity.namespaces import NAMESPACES
from crm.models import BlockedIdentifier, Client, Identifier, User


@transaction.atomic
def block_value(  # noqa: PLR0913  # what, where, why, who and when, all named
    value: str, *, namespace: str, why: str, actor: User | None, at: datetime, note: str = ""
) -> BlockedIdentifier:
    """Nobody is known by this value any more; blocking it again changes nothing.

    ``namespace`` empty: in every one. Of e-mail addresses also a domain, ``@maison.example``: what was linked by
    one of its addresses ends in the night (crm.identity.tend), the rest at once. Events stay with whom they were.
    ``actor`` None is a rule.
    """
    written = as_blocked(namespace, value)
    claims = _claims(namespace, written)
    # First of all: whoever finds the device to be shared at this moment holds the lock, and writes the same row.
    lock_identifiers(claims)
    blocked, _ = BlockedIdentifier.objects.get_or_create(
        namespace=namespace,
        value=written,
        defaults={"why": why, "note": note[:200], "added_by": actor, "added_at": at},
    )
    held = list(owners_of(claims).values())
    end_with_trail(held, because=Identifier.Ended.BLOCKED, actor=actor, why=str(blocked), at=at)
    return blocked


def end_with_trail(
    identifiers: Sequence[Identifier], *, because: str, actor: User | None, why: str, at: datetime
) -> int:
    """End these, with an entry in the access log of each client; how many meant somebody.

    Call it in a transaction, with the identifiers locked.
    """
    owners = {each.client_id for each in identifiers}
    clients = list(Client.objects.select_for_update(no_key=True).filter(pk__in=owners).order_by("pk"))
    ended = end_identifiers([each.pk for each in identifiers], because=because, at=at)
    for client in clients:
        update_client(client)
        record_access(user=actor, client=client, action="changed", fields=["identity"], why=why)
    return ended


def _claims(namespace: str, written: str) -> list[IdentifierClaim]:
    """Whatever may stand in the graph by this value: the list is folded, and cards are written in capitals."""
    namespaces = [namespace] if namespace else list(NAMESPACES)
    return [IdentifierClaim(each, value) for each in namespaces for value in sorted({written, written.upper()})]
