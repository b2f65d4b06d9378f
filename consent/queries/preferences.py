"""What the page of preferences shows: each thing that the house may do, and whether it may."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from consent.models import CurrentDecision, Decision
from consent.queries.channels import channel_states
from consent.queries.notices import notice_for
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


@dataclass(frozen=True)
class Preference:
    """``state`` is yes, no or unknown. ``contact`` is the address with its middle left out; ``notice`` the words
    that a yes agrees to."""

    purpose: str
    channel: str
    contact: str
    state: str
    since: datetime | None
    notice: str


def preferences_of(client: Subject, *, brand: "Brand", language: str) -> list[Preference]:
    """Marketing and alerts on each channel where the client has an address, then suggestions from their history."""
    found = [
        Preference(purpose, each.channel, masked(contact), each.state, each.since, _words(purpose, language))
        for purpose in ("marketing", "stock-alerts")
        for each in channel_states(client, brand=brand, purpose=purpose)
        if (contact := client.contact_point(each.channel))
    ]
    return [*found, _profiling(client, brand, language)]


def masked(contact: str) -> str:
    """``c•••e@mail.example`` or ``•••• 0001``: enough for the owner to know it, too little for another to use it."""
    name, at, domain = contact.rpartition("@")
    if at:
        return f"{name[:1]}•••{name[-1:]}@{domain}"
    return f"•••• {contact[-4:]}"


def _profiling(client: Subject, brand: "Brand", language: str) -> Preference:
    current = (
        CurrentDecision.objects.select_related("decision")
        .filter(client_id=client.pk, brand=brand, purpose__code="profiling")
        .order_by("-decision__captured_at")
        .first()
    )
    decision = current.decision if current else None
    state = "unknown" if decision is None else "yes" if decision.status == Decision.Status.GIVEN else "no"
    since = decision.captured_at if decision else None
    return Preference("profiling", "", "", state, since, _words("profiling", language))


def _words(purpose: str, language: str) -> str:
    notice = notice_for(purpose, language)
    return notice.text if notice else ""
