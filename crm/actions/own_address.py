"""A client's new e-mail address: written to once, and theirs from the moment they follow the link there."""

from datetime import datetime

from django.db import transaction

from crm.actions.clients import update_client
from crm.actions.own_data import OwnDataError, refuse_erased
from crm.identity.claims import IdentifierClaim
from crm.identity.ending import end_identifiers
from crm.identity.errors import IdentityError
from crm.identity.lock import lock_identifiers
from crm.identity.namespaces import normalise_identifier
from crm.identity.new_address import NewAddress
from crm.identity.resolve import resolve_client
from crm.models import Client, Identifier
from crm.rights.own_corrections import keep_own_correction

SOURCE = "own_page"
_EMAIL = "email"


def check_new_address(client: Client, typed: str, *, replaces: str) -> NewAddress:
    """Changes nothing. Whether somebody else has the address is not told here: the form would be a way to ask.

    Raises OwnDataError: ``email_invalid``, ``email_is_a_phone``, ``value_blocked``, ``address_unchanged``,
    ``address_not_yours`` (the one to replace).
    """
    theirs = client.contact_points(_EMAIL)
    try:
        value = normalise_identifier(_EMAIL, typed)
    except IdentityError as error:
        raise OwnDataError(error.code) from error
    if value in theirs:
        raise OwnDataError("address_unchanged")
    if replaces and replaces not in theirs:
        raise OwnDataError("address_not_yours")
    return NewAddress(client.uid, value, replaces)


@transaction.atomic
def take_new_address(new: NewAddress, *, at: datetime) -> Client:
    """Whoever reads the mail said that it is theirs: it is verified, and the former one ends where it is replaced.

    What was allowed on the former one stays with that one. Recipients are told. Doing it again changes nothing.
    Raises OwnDataError ``address_not_taken``: somebody else has it by now, or the client is not there any more.
    """
    claim = IdentifierClaim(_EMAIL, new.value)
    lock_identifiers([claim, *([IdentifierClaim(_EMAIL, new.replaces)] if new.replaces else [])])
    client = Client.objects.by_uid(new.uid)
    if client is None:
        raise OwnDataError("address_not_taken")
    refuse_erased(client)
    before = client.contact_points(_EMAIL)
    _attach(client, claim, at)
    _end(client, new.replaces, at)
    if new.value not in before or new.replaces in before:
        keep_own_correction(client, {_EMAIL: (new.replaces, new.value)}, at=at)
    return update_client(client)


def _attach(client: Client, claim: IdentifierClaim, at: datetime) -> None:
    """Only where it means nobody yet, or this client: two people are never made one by a link."""
    held = Identifier.objects.filter(namespace=_EMAIL, value=claim.value, retracted_at=None)
    if not held.exists():
        try:
            resolve_client([claim], source=SOURCE, asserted_at=at, uid=client.uid, create=False)
        except IdentityError as error:
            raise OwnDataError("address_not_taken") from error
    if not held.filter(client=client).update(verified_at=at):
        raise OwnDataError("address_not_taken")


def _end(client: Client, replaced: str, at: datetime) -> None:
    former = Identifier.objects.filter(client=client, namespace=_EMAIL, value=replaced, retracted_at=None)
    end_identifiers(list(former.values_list("pk", flat=True)), because=Identifier.Ended.ROOM, at=at)
