"""Say under which region's law a client lives, where their country says otherwise."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from consent.actions.access import record_access
from consent.errors import ResidenceError
from consent.models import AccessEntry, Residence
from consent.residency.regions import Region
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User


@transaction.atomic
def set_residence(client: Subject, *, region: str, because: str, actor: "User", at: datetime) -> Residence:
    """It holds from the next question on; who was told of the client before is told that they left.

    Raises ResidenceError ``region_unknown``, ``reason_missing``.
    """
    if region not in Region.values:
        raise ResidenceError("region_unknown")
    said = " ".join(because.split())[:200]
    if not said:
        raise ResidenceError("reason_missing")
    kept, _ = Residence.objects.update_or_create(
        client_id=client.pk, defaults={"region": region, "because": said, "set_by": actor, "set_at": at}
    )
    record_access(
        user=actor, client=client, action=AccessEntry.Action.CHANGED, fields=["residence"], why=f"residence {region}"
    )
    return kept
