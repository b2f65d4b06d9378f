"""What the page of preferences shows: each thing that the house may do, and whether it may."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from consent.models import CurrentDecision, Decision, Purpose
from consent.queries.channels import channel_states
from consent.queries.lineage import purpose_tree, purposes_above
from consent.queries.notices import notice_for
from consent.queries.permission import decision_on
from consent.queries.transfers import purposes_not_asked_in
from consent.queries.waiting import has_link, questions_waiting
from consent.residency.homes import region_of_client
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

_STATES = {"allowed": "yes", "no_decision": "unknown", "pending": "unknown"}


@dataclass(frozen=True)
class Preference:
    """``state`` is yes, no or unknown. ``contact`` is the address with its middle left out; ``notice`` the words
    that a yes agrees to. ``depth``: 0 for a root of the tree of purposes; ``above``: the code of the purpose over
    this one whose no is the no here, and ``above_name`` its name. Names are in the language that was asked for, where
    the house wrote one. ``is_taken_back``: the client withdrew it there, so that staff ask for it no more.
    ``asked_at``: when a question was put that waits for its answer; ``has_link``: which a link in their mail gives."""

    purpose: str
    channel: str
    contact: str
    state: str
    since: datetime | None
    notice: str
    name: str = ""
    depth: int = 0
    above: str = ""
    above_name: str = ""
    is_taken_back: bool = False
    asked_at: datetime | None = None
    has_link: bool = False


@dataclass(frozen=True)
class _Shown:
    """``taken_back``: the channels on which the client withdrew it; ``waiting``: channel to the question there."""

    name: str
    notice: str
    depth: int
    taken_back: frozenset[str]
    waiting: dict[str, Decision]


def preferences_of(client: Subject, *, brand: "Brand", language: str) -> list[Preference]:
    """Everything that rests on consent, as the tree has it: on each channel where the client has an address, or about
    the person. A purpose that nobody has words to ask for is not shown, nor one that the law of the client's region
    does not ask for, unless they decided on it before: what was given is taken back as easily (GDPR Art. 7(3))."""
    found: list[Preference] = []
    unasked = purposes_not_asked_in(region_of_client(client.pk)) - _decided(client, brand)
    withdrawn, waiting = _withdrawn(client, brand), questions_waiting(client, brand=brand)
    for depth, purpose in purpose_tree():
        notice = notice_for(purpose.code, language)
        if purpose.lawful_basis == Purpose.Basis.CONSENT and notice and purpose.code not in unasked:
            shown = _Shown(
                purpose.name_in(language),
                notice.text,
                depth,
                frozenset(channel for code, channel in withdrawn if code == purpose.code),
                {channel: each for (code, channel), each in waiting.items() if code == purpose.code},
            )
            found += _rows(client, purpose, brand, shown, found)
    return found


def masked(contact: str) -> str:
    """``c•••e@mail.example`` or ``•••• 0001``: enough for the owner to know it, too little for another to use it."""
    name, at, domain = contact.rpartition("@")
    if at:
        return f"{name[:1]}•••{name[-1:]}@{domain}"
    return f"•••• {contact[-4:]}"


def _rows(
    client: Subject, purpose: Purpose, brand: "Brand", shown: _Shown, before: list[Preference]
) -> list[Preference]:
    states = (
        [(each.channel, each.state, each.since) for each in channel_states(client, brand=brand, purpose=purpose.code)]
        if purpose.channels
        else [("", *_of_person(client, purpose, brand))]
    )
    return [
        Preference(
            purpose.code, channel, masked(contact) if contact else "", state, since, shown.notice, shown.name,
            shown.depth, *_refused_above(purpose, channel, before), channel in shown.taken_back,
            *_asked(shown.waiting.get(channel)),
        )
        for channel, state, since in states
        if (contact := client.contact_point(channel) if channel else "") is not None
    ]  # fmt: skip


def _asked(question: Decision | None) -> tuple[datetime | None, bool]:
    return (question.captured_at, has_link(question, at=timezone.now())) if question else (None, False)


def _withdrawn(client: Subject, brand: "Brand") -> set[tuple[str, str]]:
    """(purpose, channel), on whichever of the client's addresses."""
    rows = CurrentDecision.objects.filter(client_id=client.pk, brand=brand, decision__status=Decision.Status.WITHDRAWN)
    return set(rows.values_list("purpose__code", "channel"))


def _of_person(client: Subject, purpose: Purpose, brand: "Brand") -> tuple[str, datetime | None]:
    standing = decision_on(client, purpose=purpose.code, brand=brand)
    row = CurrentDecision.objects.filter(decision=standing.decision_id).select_related("decision").first()
    state = _STATES.get(standing.reason, "no")
    return state, row.decision.captured_at if row and state != "unknown" else None


def _decided(client: Subject, brand: "Brand") -> set[str]:
    """About the person. One statement."""
    mine = CurrentDecision.objects.filter(client=client.pk, brand=brand, channel="")
    return set(mine.values_list("purpose__code", flat=True))


def _refused_above(purpose: Purpose, channel: str, before: list[Preference]) -> tuple[str, str]:
    """Code and name. The rows of parents come first, so their no is there."""
    above = {each.code for each in purposes_above(purpose)}
    refused = [
        each for each in before if each.purpose in above and each.channel in ("", channel) and each.state == "no"
    ]
    return (refused[-1].purpose, refused[-1].name) if refused else ("", "")
