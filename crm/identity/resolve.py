"""From what a call claims to the one client who is meant."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from crm.actions.clients import update_client
from crm.identity.attach import Assertion, ClientMovedError, attach_claims
from crm.identity.choose import canonical_of, choose_client, owners_of
from crm.identity.claims import IdentifierClaim, normalise_claims
from crm.identity.lock import lock_identifiers
from crm.models import Client

__all__ = ["IdentifierClaim", "resolve_client"]

logger = logging.getLogger(__name__)
_ATTEMPTS = 3


def resolve_client(  # noqa: PLR0913  # who says so, when, and what to do with strangers
    claims: Sequence[IdentifierClaim],
    *,
    source: str,
    asserted_at: datetime,
    asserted_by: str = "",
    create: bool = True,
    uid: str | None = None,
) -> Client | None:
    """The client whom these claims mean, with the claims attached to them.

    1. Normalise; placeholders drop out. IdentityError for a value that cannot be what it says.
    2. Lock the identifiers in sorted order, known or not.
    3. Choose the client (crm.identity.choose). On a conflict nobody is fused: the less believed claim is left
       where it is.
    4. With nobody chosen and a personal claim, make a client, if ``create``. A device alone makes nobody.
    5. Attach what is new, move devices to this log-in, hand over the visitor's events that nobody owns.

    ``uid`` is a public id that the caller proved (a signed link, a log-in); an unknown one is ignored.
    None when nobody is known and none was made. Runs in a transaction of its own, or in the caller's.
    """
    wanted = normalise_claims(claims)
    assertion = Assertion(source, asserted_at, asserted_by)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _resolve(wanted, assertion, create=create, uid=uid)
        except (IntegrityError, ClientMovedError):
            # An import attaches without these locks, one statement for many rows: look again, now it is there.
            # Or the client was merged a moment ago.
            if attempt == _ATTEMPTS:
                raise
    return None


def _resolve(
    claims: Sequence[IdentifierClaim], assertion: Assertion, *, create: bool, uid: str | None
) -> Client | None:
    lock_identifiers(claims)
    owners = owners_of(claims)
    client = choose_client(claims, owners, _named(uid))
    if client is None and create and any(not claim.is_device for claim in claims):
        client = Client.objects.create(source=assertion.source[:60])
    if client is None:
        return None
    attached = attach_claims(client, claims, owners, assertion)
    if len(attached) < len(claims):
        logger.info("identity conflict: client %s, %d claims not taken", client.uid, len(claims) - len(attached))
    if any(claim not in owners and not claim.is_device for claim in claims) or not client.search_text:
        update_client(client)
    return client


def _named(uid: str | None) -> Client | None:
    if uid is None:
        return None
    found = Client.objects.select_related("canonical").filter(uid=uid.strip().upper()).first()
    return canonical_of(found) if found else None
