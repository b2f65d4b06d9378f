"""A member of staff asks; only the client's own hand says yes.

What staff write down is a question that waits (``pending``) and opens nothing. The answer is the client's: on the
boutique's tablet, handed over with the words before them, or by the link that went to the address itself.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from consent.actions.confirm import confirm_decision, record_answer
from consent.actions.decide import record_decision
from consent.actions.live_record import lock_decisions, on_live_record
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision
from consent.queries.notices import notice_for
from consent.queries.proof import QUESTION_CHANNELS
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand, User

# Asked in the boutique, on the tablet; or by a message to the address.
WAYS = (Decision.Method.BOUTIQUE_TABLET, Decision.Method.STAFF)


@on_live_record
def ask_client(  # noqa: PLR0913  # whom, what for, how and by whom, all named
    client: Subject,
    *,
    brand: "Brand",
    purpose: str,
    channel: str,
    method: str,
    actor: "User",
    origin: str,
    language: str,
    at: datetime,
) -> Decision:
    """Keep the question, on the words that the client will read. Opens nothing.

    Raises ConsentError: ``withdrawal_stands``, since what a client took back is not asked for again by staff;
    ``contact_missing``; ``purpose_unknown``; ``question_not_sent``, where no message can carry it.
    """
    assert method in WAYS
    if method == Decision.Method.STAFF and channel not in QUESTION_CHANNELS:
        raise ConsentError("question_not_sent")
    lock_decisions(client)
    contact = client.contact_point(channel) if channel else ""
    _refuse_withdrawn(client, brand, purpose, channel)
    return record_decision(
        client,
        brand=brand,
        purpose=purpose,
        channel=channel,
        contact=contact or "",
        status=Decision.Status.PENDING,
        method=method,
        origin=origin,
        language=language,
        notice=notice_for(purpose, language),
        actor=actor,
        at=at,
    )


def answer_question(pending: Decision, client: Subject, *, is_wanted: bool, origin: str, at: datetime) -> Decision:
    """The client's own answer to what waits. ``client`` is the live client of the question.

    Raises ConsentError as ``confirm_decision`` does. A no is kept as a refusal, and is as good as the yes.
    """
    if is_wanted:
        return confirm_decision(pending, client, origin=origin, at=at)
    return _refuse(client, pending, origin=origin, at=at)


@on_live_record
def _refuse(client: Subject, pending: Decision, *, origin: str, at: datetime) -> Decision:
    # Before the address is looked up: with one that leaves meanwhile goes the yes that holds there, past this no.
    lock_decisions(client)
    return record_answer(pending, client, status=Decision.Status.REFUSED, origin=origin, at=at)


def _refuse_withdrawn(client: Subject, brand: "Brand", purpose: str, channel: str) -> None:
    """On any address of the channel, or on all they will ever have: whoever took it back on one does not mean to be
    asked on the other."""
    withdrawn = CurrentDecision.objects.filter(
        client_id=client.pk,
        brand=brand,
        purpose__code=purpose,
        channel__in={channel, ""},
        decision__status=Decision.Status.WITHDRAWN,
    )
    if withdrawn.exists():
        raise ConsentError("withdrawal_stands")
