"""A device that many people use: a kiosk, a tablet handed over the counter, a browser in a hotel lobby."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from crm.identity.assertion import Assertion
from crm.identity.choose import canonical_of
from crm.identity.ending import end_identifiers
from crm.identity.namespaces import NAMESPACES, OWNERS_WITHIN
from crm.models import BlockedIdentifier, Client, Identifier


def is_used_by_many(held: Identifier, client: Client, at: datetime) -> bool:
    """Whether, with this log-in, more people used the device within OWNERS_WITHIN than its namespace allows."""
    moved = Identifier.objects.filter(
        namespace=held.namespace, value=held.value, retracted_because="moved", retracted_at__gt=at - OWNERS_WITHIN
    )
    people = set(moved.values_list(Coalesce(F("client__canonical"), F("client")), flat=True).distinct())
    return len(people | {canonical_of(held.client).pk, client.pk}) > NAMESPACES[held.namespace].owners


def mark_shared(held: Identifier, assertion: Assertion) -> None:
    """It links nobody from now on; whose its events were they stay."""
    BlockedIdentifier.objects.get_or_create(
        namespace=held.namespace,
        value=held.value,
        defaults={
            "why": BlockedIdentifier.Why.SHARED_DEVICE,
            "note": f"seen by {assertion.source}",
            "added_at": assertion.asserted_at,
        },
    )
    end_identifiers([held.pk], because=Identifier.Ended.SHARED, at=assertion.asserted_at)
