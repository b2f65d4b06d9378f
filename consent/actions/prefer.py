"""What a client chooses on the page of preferences, in one click either way."""

from datetime import datetime
from typing import TYPE_CHECKING

from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.actions.suppress import withdraw_by_link
from consent.models import Decision
from consent.purposes import MARKETING_PURPOSES
from consent.queries.notices import notice_for
from consent.queries.proof import proven_contacts
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User


@on_live_record
def change_preference(  # noqa: PLR0913
    client: Subject,
    *,
    brand: "Brand",
    purpose: str,
    channel: str,
    is_wanted: bool,
    language: str,
    origin: str,
    at: datetime,
    method: str = Decision.Method.WEB_FORM,
    actor: "User | None" = None,
    went_to: str = "",
) -> list[Decision]:
    """Give or withdraw one purpose on every address of one channel; without a channel, for the person.

    Giving names the notice that was shown. On an address that the client has not shown to be theirs a yes may wait for
    the link that is sent there (``record_decision``); ``went_to``: see ``proven_contacts``. ``actor`` writes down what
    the client said to them: a no holds at once, a yes waits for the client. ConsentError as record_decision raises it.
    """
    lock_decisions(client)
    if not is_wanted and purpose in MARKETING_PURPOSES:
        return withdraw_by_link(
            client,
            brand=brand,
            channel=channel,
            purposes=(purpose,),
            origin=origin,
            method=method,
            actor=actor,
            at=at,
        )
    proven = proven_contacts(client, channel, went_to=went_to) if channel else [""]
    return [
        record_decision(
            client,
            brand=brand,
            purpose=purpose,
            channel=channel,
            contact=contact,
            status=Decision.Status.GIVEN if is_wanted else Decision.Status.WITHDRAWN,
            method=method,
            actor=actor,
            origin=origin,
            language=language,
            notice=notice_for(purpose, language) if is_wanted else None,
            at=at,
            is_proven=contact in proven,
        )
        for contact in (client.contact_points(channel) if channel else [""])
    ]
