"""Putting one client on a journey."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from crm.models import Client, StockAlert
from journeys.actions.library import STILL_UNAVAILABLE
from journeys.actions.publish import latest_version
from journeys.models import Enrolment, Journey


def enrol_client(
    journey: Journey, client: Client, *, entry_key: str = "", context: dict[str, Any], at: datetime
) -> Enrolment | None:
    """Enrols on the newest version, counting its first wait from ``at``.

    None, and nothing changes, when the client is already on the journey (with this entry key), when the entry key
    was used before, or when the journey has no version. A paused journey still takes clients: its timers hold.
    """
    version = latest_version(journey)
    if version is None or _was_used(journey, client, entry_key):
        return None
    enrolment = Enrolment(
        journey=journey,
        version=version,
        client=client,
        entry_key=entry_key,
        node=version.graph["entry"],
        context=context,
        due_at=at,
    )
    return enrolment if _insert_first(enrolment) else None


def enrol_stock_alert(alert: StockAlert) -> Enrolment | None:
    """Puts whoever asked for a variant on the brand's still-unavailable journey, once for each alert."""
    journey = Journey.objects.filter(brand=alert.brand_id, code=STILL_UNAVAILABLE).first()
    if journey is None or alert.status != StockAlert.Status.WAITING:
        return None
    return enrol_client(
        journey,
        alert.client,
        entry_key=f"alert:{alert.pk}",
        context={"alert": alert.pk, "variant": alert.variant_id},
        at=alert.created_at,
    )


def _was_used(journey: Journey, client: Client, entry_key: str) -> bool:
    if not entry_key:
        return False
    return Enrolment.objects.filter(journey=journey, client=client, entry_key=entry_key).exists()


def _insert_first(enrolment: Enrolment) -> bool:
    """The database decides who was first: looking first and inserting then would let two in at once."""
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError as error:
        if "one_live_enrolment_per_client_and_journey" in str(error):
            return False
        raise
    return True
