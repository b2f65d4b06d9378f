"""Mark a client as protected, lift it, and open a protected client's page for a stated reason."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from consent.actions.access import record_access
from consent.errors import ProtectionError
from consent.models import AccessAlert, AccessEntry, Opening, Protection
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User

# How long a page stays open, and how much has to be said for it.
OPEN_FOR = timedelta(minutes=15)
SHORTEST_REASON, LONGEST_REASON = 15, 200


@transaction.atomic
def protect_client(client: Subject, *, kind: str, because: str, actor: "User", at: datetime) -> Protection:
    """From now on the page opens for a reason only.

    Raises ProtectionError ``kind_unknown``, ``reason_too_short``, ``reason_too_long``, ``already_protected``.
    """
    if kind not in Protection.Kind.values:
        raise ProtectionError("kind_unknown")
    because = _checked(because)
    if protections_of(client.pk).exists():
        raise ProtectionError("already_protected")
    try:
        with transaction.atomic():
            made = Protection.objects.create(
                client_id=client.pk, kind=kind, because=because, marked_by=actor, marked_at=at
            )
    except IntegrityError as error:
        raise ProtectionError("already_protected") from error
    _note(actor, client, f"protected: {kind}")
    return made


@transaction.atomic
def lift_protection(client: Subject, *, because: str, actor: "User", at: datetime) -> None:
    """The client is seen like any other. Of two records made one, both are lifted.

    Raises ProtectionError ``reason_too_short``, ``reason_too_long``, ``not_protected``.
    """
    because = _checked(because)
    lifted = protections_of(client.pk).update(lifted_at=at, lifted_by=actor, lifted_because=because)
    if not lifted:
        raise ProtectionError("not_protected")
    _note(actor, client, "protection lifted")


@transaction.atomic
def open_protected(client: Subject, *, kind: str, because: str, user: "User", at: datetime) -> Opening:
    """Open the page for a quarter of an hour, for this user alone; write it down, and have the officers told.

    Of two records made one that are both protected, both are opened. Raises ProtectionError ``kind_unknown``,
    ``reason_too_short``, ``reason_too_long``, ``not_protected``.
    """
    if kind not in Opening.Kind.values:
        raise ProtectionError("kind_unknown")
    because = _checked(because)
    made = [
        Opening.objects.create(
            protection=each, user=user, kind=kind, because=because, opened_at=at, until=at + OPEN_FOR
        )
        for each in protections_of(client.pk)
    ]
    if not made:
        raise ProtectionError("not_protected")
    record_access(
        user=user, client=client, action=AccessEntry.Action.OPENED, fields=["identity"], why=f"protected: {kind}"
    )
    _alert(made[0], client)
    return made[0]


def protections_of(client_id: int) -> QuerySet[Protection]:
    """Those that hold of the client and of the records merged into theirs."""
    mine = Q(client=client_id) | Q(client__canonical=client_id)
    return Protection.objects.filter(mine, lifted_at=None).order_by("pk")


def _alert(opening: Opening, client: Subject) -> None:
    AccessAlert.objects.create(
        key=f"opened:{opening.pk}",
        code=AccessAlert.Code.OPENED,
        user=opening.user,
        client_id=client.pk,
        at=opening.opened_at,
        words=f"{opening.get_kind_display()}: {opening.because}"[:200],
        mail_due_at=opening.opened_at,
    )


def _checked(because: str) -> str:
    said = " ".join(because.split())
    # One letter fifteen times is long, and says nothing.
    if len(said) < SHORTEST_REASON or len(set(said.lower())) < 5:
        raise ProtectionError("reason_too_short")
    if len(said) > LONGEST_REASON:
        raise ProtectionError("reason_too_long")
    return said


def _note(actor: "User", client: Subject, why: str) -> None:
    record_access(user=actor, client=client, action=AccessEntry.Action.CHANGED, fields=["protection"], why=why)
