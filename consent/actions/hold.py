"""Keep a client from being forgotten, and let it go again: the privacy officer's word, with its reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from consent.actions.access import record_access
from consent.models import RetentionHold, RetentionRun
from consent.retention.executors import executors
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User


class HoldError(ValueError):
    """Nothing was changed. Codes: ``reason_missing``, ``already_held``, ``already_lifted``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def place_hold(client: Subject, *, reason: str, actor: "User", at: datetime) -> RetentionHold:
    """From now on no rule ends what is known of this client. Raises HoldError."""
    if not reason.strip():
        raise HoldError("reason_missing")
    try:
        with transaction.atomic():
            hold = RetentionHold.objects.create(
                client_id=client.pk, reason=reason.strip()[:200], placed_by=actor, placed_at=at
            )
    except IntegrityError as error:
        raise HoldError("already_held") from error
    record_access(user=actor, client=client, action="changed", fields=["retention"], why=f"hold {hold.pk}")
    return hold


@transaction.atomic
def lift_hold(hold: RetentionHold, *, actor: "User", at: datetime) -> None:
    """The rules hold for the client again, from the next night on. Raises HoldError already_lifted."""
    if not RetentionHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=at, lifted_by=actor):
        raise HoldError("already_lifted")
    # Tables whose rows stay emptied go on behind the last one: what was passed over for the hold is asked again.
    resuming = [each.table for each in executors() if each.resumes]
    RetentionRun.objects.filter(table__in=resuming, finished_at__isnull=False).update(position=0)
    record_access(user=actor, client=hold.client, action="changed", fields=["retention"], why=f"hold {hold.pk}")
