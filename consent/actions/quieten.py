"""A pause, and fewer messages: what a client asks for who does not want to say no."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from consent.actions.live_record import lock_decisions, on_live_record
from consent.errors import ConsentError
from consent.models import ContactPreference
from consent.models.preference import MOST_A_MONTH
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

LONGEST_PAUSE = timedelta(days=366)


@on_live_record
def pause_marketing(client: Subject, *, brand: "Brand", days: int, at: datetime) -> datetime | None:
    """No marketing of this brand for so many days from ``at``; 0 ends the pause. Returns its end.

    Raises ConsentError ``pause_invalid`` for less than none or more than a year.
    """
    if not 0 <= days <= LONGEST_PAUSE.days:
        raise ConsentError("pause_invalid")
    until = at + timedelta(days=days) if days else None
    lock_decisions(client)
    ContactPreference.objects.update_or_create(
        client_id=client.pk, brand=brand, defaults={"paused_until": until, "changed_at": at}
    )
    return until


@on_live_record
def limit_marketing(client: Subject, *, brand: "Brand", at_most: int | None, at: datetime) -> None:
    """At most so many messages of marketing in thirty days; None: as many as the house allows itself.

    Raises ConsentError ``frequency_invalid``.
    """
    if at_most is not None and not 1 <= at_most <= MOST_A_MONTH:
        raise ConsentError("frequency_invalid")
    lock_decisions(client)
    ContactPreference.objects.update_or_create(
        client_id=client.pk, brand=brand, defaults={"at_most": at_most, "changed_at": at}
    )
