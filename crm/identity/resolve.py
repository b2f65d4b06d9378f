"""From what a call claims to the one client who is meant."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from crm.actions.clients import update_client
from crm.identity.assertion import Assertion
from crm.identity.attach import ClientMovedError, attach_claims
from crm.identity.blocked import blocked_among
from crm.identity.choose import Owners, canonical_of, choose_client, owners_of
from crm.identity.claims import IdentifierClaim, normalise_claims
from crm.identity.erased import erased_claims
from crm.identity.errors import IdentityError
from crm.identity.lock import lock_identifiers
from crm.identity.review import MAXIMUM, put_aside
from crm.models import Client, IdentityReview

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

    1. Normalise; placeholders drop out. IdentityError for a value that cannot be what it says, and when nothing is
       left of what should make somebody known because the house blocked it.
    2. Lock the identifiers in sorted order, known or not.
       What is claimed of before its owner was erased drops out, and makes nobody: IdentityError ``erased``.
    3. Choose the client (crm.identity.choose). On a conflict nobody is fused: the less believed claim is left
       where it is.
    4. With nobody chosen and a personal claim, make a client, if ``create``. A device alone makes nobody.
    5. Attach what is new, move devices to this log-in, hand over the visitor's events that nobody owns. Whoever
       gets past fifty identifiers is put aside for a person, and linked no further (crm.identity.review).

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
    is_crowded, claims = len(claims) > MAXIMUM, claims[:MAXIMUM]
    lock_identifiers(claims)
    owners = owners_of(claims)
    claims = _without_blocked(claims, owners, named := _named(uid), create=create)
    claims, erased = _without_erased(claims, owners, assertion.asserted_at)
    client = choose_client(claims, owners, named, assertion.asserted_at)
    if client is None and erased and create:
        raise IdentityError("erased")
    is_new = client is None and create and any(not claim.is_device for claim in claims)
    if is_new:
        client = Client.objects.create(source=assertion.source[:60])
    if client is None:
        return None
    # Of too many at once only what is known is believed; somebody new is known by the first alone.
    taken = [claim for claim in claims if claim in owners or (is_new and claim == claims[0])] if is_crowded else claims
    attached = attach_claims(client, taken, owners, assertion)
    if is_crowded:
        counts = dict(Counter(claim.namespace for claim in claims))
        put_aside(client, IdentityReview.Reason.TOO_MANY_AT_ONCE, counts, assertion)
    if len(attached) < len(claims):
        logger.info("identity conflict: client %s, %d claims not taken", client.uid, len(claims) - len(attached))
    if any(claim not in owners and not claim.is_device for claim in claims) or not client.search_text:
        update_client(client)
    return client


def _without_blocked(
    claims: Sequence[IdentifierClaim], owners: Owners, named: Client | None, *, create: bool
) -> list[IdentifierClaim]:
    """What is known was not blocked: blocking ends it, under the same lock."""
    blocked = blocked_among([claim for claim in claims if claim not in owners])
    kept = [claim for claim in claims if claim not in blocked]
    was_named = any(not claim.is_device for claim in claims)
    if create and named is None and was_named and all(claim.is_device for claim in kept):
        raise IdentityError("value_blocked")
    return kept


def _without_erased(
    claims: Sequence[IdentifierClaim], owners: Owners, at: datetime
) -> tuple[list[IdentifierClaim], list[IdentifierClaim]]:
    """Those that stay and those that go. Asked under the locks: an erasure holds them while it is written down."""
    marked = erased_claims([claim for claim in claims if claim not in owners])
    gone = [claim for claim in claims if claim in marked and at <= marked[claim]]
    return [claim for claim in claims if claim not in gone], [claim for claim in gone if not claim.is_device]


def _named(uid: str | None) -> Client | None:
    if uid is None:
        return None
    found = Client.objects.select_related("canonical").filter(uid=uid.strip().upper(), erased_at=None).first()
    return canonical_of(found) if found else None
