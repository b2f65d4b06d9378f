"""What clients asked under their rights: one of each kind, each as far as the house is with it."""

from datetime import datetime, timedelta

from clienteling.demo.privacy.partners import STUDIO
from clienteling.demo.privacy.roles import Roles, known_to, of_boutique
from consent.models import SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.clock import MONTHS_TO_ANSWER, months_later
from consent.rights.close import extend_request, refuse_request, withdraw_request
from consent.rights.errors import RightsError
from consent.rights.identity import ask_for_code, code_of, confirm_identity, confirm_in_person
from consent.rights.requests import open_request
from crm.actions.scores import record_score
from crm.models import Client

Kind, Intake, Refusal = SubjectRequest.Kind, SubjectRequest.Intake, SubjectRequest.Refusal
MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EXTENDED = "The score rests on purchases of both houses; the second one’s receipts have to be fetched from its tills."
REFUSED = (
    "We could not make sure that you are the person whose data this is, and so we may not erase them. You may ask "
    "again in any boutique with a document, complain to the supervisory authority, or go to a court."
)
MISTAKEN = "I have moved to Lyon, and I was born on the 14th of March, not on the 4th."
SCORE = "A purchase within ninety days"


def ask_under_every_right(roles: Roles, now: datetime) -> None:
    """Eleven requests. What a worker carries out (a file, an erasure) is done soon after the house is open."""
    at_home = of_boutique(roles.boutique)
    _soon_due(roles, roles.take(at_home), now)
    _extended(roles, roles.take(), now)
    _answered(roles, roles.take(at_home), now)
    _refused(roles, roles.take(), now)
    _at_the_counter(roles, roles.take(at_home), now)
    _restricted(roles, roles.take(), now)
    _erased(roles, roles.take(known_to(STUDIO)), now)
    _taken_back(roles, roles.take(), now)
    _page(roles.take(), Kind.ACCESS, now - 2 * DAYS)
    _page(roles.take(), Kind.OBJECTION_PROFILING, now - 9 * DAYS)
    objects = roles.take(at_home)
    open_request(
        objects, kind=Kind.OBJECTION_MARKETING, intake=Intake.ADVISOR, actor=roles.staff["alice"], at=now - 3 * DAYS
    )


def _page(client: Client, kind: str, at: datetime, detail: str = "") -> SubjectRequest:
    """Asked by the client's own hand."""
    return open_request(client, kind=kind, intake=Intake.CLIENT_PAGE, detail=detail, at=at)


def _soon_due(roles: Roles, client: Client, now: datetime) -> None:
    """A letter, its writer known by a document; three days are left."""
    petra, received = roles.staff["petra"], _received_for(now + 3 * DAYS)
    letter = open_request(
        client, kind=Kind.RECTIFICATION, intake=Intake.OFFICER, actor=petra, detail=MISTAKEN, at=received
    )
    confirm_in_person(letter, actor=petra, at=received + 26 * HOURS)


def _received_for(due: datetime) -> datetime:
    """When a request came in that is due then, or within the hours before."""
    days = (due - day * DAYS for day in range(27, 32))
    return max(day for day in days if months_later(day, MONTHS_TO_ANSWER) <= due)


def _extended(roles: Roles, client: Client, now: datetime) -> None:
    record_score(
        client, brand=roles.brand, model=SCORE, version="1", value=0.18, reason="no purchase for eleven months",
        at=now - 30 * DAYS,
    )  # fmt: skip
    asked = _page(client, Kind.HUMAN_REVIEW, now - 20 * DAYS, SCORE)
    extend_request(asked, because=EXTENDED, actor=roles.staff["petra"], at=now - 2 * DAYS)


def _answered(roles: Roles, client: Client, now: datetime) -> None:
    asked = _page(client, Kind.RECTIFICATION, now - 11 * DAYS, "I live in Annecy now.")
    answer_request(asked, actor=roles.staff["petra"], said={"city": "Annecy"}, at=now - 10 * DAYS)


def _refused(roles: Roles, client: Client, now: datetime) -> None:
    """Somebody wrote from an address that nobody knew, and guessed at the code three times."""
    petra, came = roles.staff["petra"], now - 15 * DAYS
    asked = open_request(client, kind=Kind.ERASURE, intake=Intake.OFFICER, actor=petra, at=came)
    challenge = ask_for_code(asked, actor=petra, at=came + 2 * HOURS)
    wrong = f"{(int(code_of(challenge)) + 1) % 10**6:06d}"
    for guess in range(3):
        _guess(asked, wrong, came + 2 * HOURS + (guess + 2) * MINUTES)
    refuse_request(asked, why=Refusal.IDENTITY, words=REFUSED, actor=petra, at=now - 8 * DAYS)


def _guess(asked: SubjectRequest, code: str, at: datetime) -> None:
    try:
        confirm_identity(asked, code, at=at)
    except RightsError as refusal:
        # The refusal is what is wanted here, and no other one.
        assert refusal.code == "code_wrong"


def _at_the_counter(roles: Roles, client: Client, now: datetime) -> None:
    """Told to Alice this morning; who asks has yet to be made sure of."""
    open_request(
        client, kind=Kind.ERASURE, intake=Intake.ADVISOR, actor=roles.staff["alice"], detail="Asked at the counter.",
        at=now - 90 * MINUTES,
    )  # fmt: skip


def _restricted(roles: Roles, client: Client, now: datetime) -> None:
    asked = _page(client, Kind.RESTRICTION, now - 6 * DAYS)
    answer_request(asked, actor=roles.staff["petra"], said={}, at=now - 5 * DAYS)


def _erased(roles: Roles, client: Client, now: datetime) -> None:
    """By a code that went to the known address; a worker takes the rest as soon as one runs."""
    asked = _page(client, Kind.ERASURE, now - 3 * HOURS)
    challenge = ask_for_code(asked, at=now - 3 * HOURS)
    confirm_identity(asked, code_of(challenge), at=now - 3 * HOURS + 2 * MINUTES)
    answer_request(asked, actor=roles.staff["petra"], said={"is_sure": "yes"}, at=now - 40 * MINUTES)


def _taken_back(roles: Roles, client: Client, now: datetime) -> None:
    asked = _page(client, Kind.ERASURE, now - 4 * DAYS)
    withdraw_request(asked, at=now - 4 * DAYS + 20 * MINUTES)
