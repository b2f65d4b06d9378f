"""A person looks at a client who was put aside."""

from datetime import datetime

from django.db import transaction

from consent.actions.access import record_access
from crm.actions.block import block_value, end_with_trail
from crm.actions.merge import lock_identifiers_of
from crm.identity.errors import IdentityError
from crm.models import BlockedIdentifier, Client, Identifier, IdentityCut, IdentityReview, User

_BY_HAND = (Identifier.Ended.CUT, Identifier.Ended.PARTED, Identifier.Ended.BLOCKED)


@transaction.atomic
def close_review(review: IdentityReview, *, actor: User, at: datetime) -> IdentityReview:
    """Linking goes on, and only what comes from now on counts towards the next review.

    The decision says whether anything was cut or blocked meanwhile. Raises IdentityError ``already_decided``.
    """
    decision = IdentityReview.Decision.CUT if _was_cut(review) else IdentityReview.Decision.KEEP_ON
    decided = {"decision": decision, "decided_by": actor, "decided_at": at}
    if IdentityReview.objects.filter(pk=review.pk, decided_at=None).update(**decided) == 0:
        raise IdentityError("already_decided")
    review.refresh_from_db()
    record_access(user=actor, client=review.client, action="changed", fields=["identity"], why=str(review))
    return review


@transaction.atomic
def take_off_brought(review: IdentityReview, *, namespace: str, source: str, actor: User, at: datetime) -> int:
    """Take off all that one source brought of one kind, but what its owner verified; how many there were.

    Each can be given back alone. Raises IdentityError ``already_decided``.
    """
    _ask_open(review)
    records = Client.objects.records_of(review.client)
    lock_identifiers_of(*records.values_list("pk", flat=True))
    brought = Identifier.objects.filter(client__in=records, namespace=namespace, source=source, retracted_at=None)
    found = list(brought.filter(verified_at=None).order_by("namespace", "value"))
    return end_with_trail(found, because=Identifier.Ended.CUT, actor=actor, why=str(review), at=at)


def block_brought(review: IdentityReview, identifier: Identifier, *, actor: User, at: datetime) -> BlockedIdentifier:
    """This value was given by many people: it means nobody from now on. Raises IdentityError ``already_decided``."""
    _ask_open(review)
    why = BlockedIdentifier.Why.SHARED_DEVICE if identifier.is_device else BlockedIdentifier.Why.MISUSED
    return block_value(identifier.value, namespace=identifier.namespace, why=why, actor=actor, at=at, note=str(review))


def _ask_open(review: IdentityReview) -> None:
    if not IdentityReview.objects.filter(pk=review.pk, decided_at=None).exists():
        raise IdentityError("already_decided")


def _was_cut(review: IdentityReview) -> bool:
    records = Client.objects.records_of(review.client)
    ended = Identifier.objects.filter(client__in=records, retracted_because__in=_BY_HAND)
    cuts = IdentityCut.objects.filter(client__in=records, at__gt=review.opened_at, undone_at=None)
    return ended.filter(retracted_at__gt=review.opened_at).exists() or cuts.exists()
