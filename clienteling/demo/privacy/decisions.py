"""What clients decided lately, each in another way; and what they asked for without saying no."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from clienteling.demo.privacy.purpose_words import INVITATIONS, LETTER
from clienteling.demo.privacy.roles import Roles, of_boutique
from consent.actions.ask import answer_question, ask_client
from consent.actions.decide import record_decision
from consent.actions.decide_many import ToldDecision, record_imported_decisions
from consent.actions.prefer import change_preference
from consent.actions.prefer_channel import prefer_channel
from consent.actions.privacy_control import heed_privacy_control
from consent.actions.quieten import limit_marketing, pause_marketing
from consent.actions.suppress import withdraw_by_link
from consent.contact_hash import contact_hash
from consent.models import CurrentDecision, Decision, Purpose
from consent.queries.notices import notice_for
from crm.models import Client, Identifier

Method = Decision.Method
MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
# Nobody whose visits this house has measured: their yes to it stands.
HAS_A_DEVICE = Exists(Identifier.objects.filter(client=OuterRef("pk"), namespace="anonymous"))


def decide_in_every_way(roles: Roles, now: datetime) -> None:
    """Web form with double opt-in, tablet, import with proof, app, Global Privacy Control, one click; a pause."""
    _ask_camille(roles, now)
    _import_the_guest_book(roles, roles.camille, now - 220 * DAYS)
    _choose_in_the_app(roles, roles.camille, now - 12 * DAYS)
    refuses = roles.take(of_boutique(roles.boutique))
    _answer_on_the_tablet(roles, refuses, is_wanted=False, at=now - 4 * DAYS)
    _wait_for_confirmation(roles, roles.take(_hears_by_email(roles)), now - 25 * MINUTES)
    heed_privacy_control(roles.take(Q(~HAS_A_DEVICE)), brand=roles.brand, origin="/shop/", at=now - 3 * DAYS)
    stops = roles.take(of_boutique(roles.boutique))
    withdraw_by_link(stops, brand=roles.brand, channel="email", origin="/preferences/", at=now - 2 * DAYS)
    _quieten(roles, now)


def _ask_camille(roles: Roles, now: datetime) -> None:
    _answer_on_the_tablet(roles, roles.camille, is_wanted=True, at=now - 6 * DAYS)
    limit_marketing(roles.camille, brand=roles.brand, at_most=2, at=now - 6 * DAYS)
    prefer_channel(roles.camille, brand=roles.brand, channel="email", at=now - 6 * DAYS)


def _answer_on_the_tablet(roles: Roles, client: Client, *, is_wanted: bool, at: datetime) -> None:
    """Alice asks; the answer is the client's own, two minutes later."""
    words = _words(INVITATIONS, client)
    asked = ask_client(
        client, brand=roles.brand, purpose=INVITATIONS, channel="email", method=Method.BOUTIQUE_TABLET,
        actor=roles.staff["alice"], origin=_tablet(roles), language=words["language"], at=at,
    )  # fmt: skip
    answer_question(asked, client, is_wanted=is_wanted, origin=_tablet(roles), at=at + 2 * MINUTES)


def _tablet(roles: Roles) -> str:
    return f"tablet of {roles.boutique.code}"


def _import_the_guest_book(roles: Roles, client: Client, at: datetime) -> None:
    """A yes on paper from before this system, with where the paper lies."""
    words = _words(INVITATIONS, client)
    contact = client.contact_point("phone")
    if contact is None:
        return
    told = ToldDecision(
        client_id=client.pk, purpose_id=Purpose.objects.get(code=INVITATIONS).pk, channel="phone",
        contact_hash=contact_hash("phone", contact), status=Decision.Status.GIVEN, at=at,
        notice_id=words["notice"].pk, language=words["language"], origin="guest book of the spring evening, page 31",
    )  # fmt: skip
    record_imported_decisions([told], brand=roles.brand)


def _choose_in_the_app(roles: Roles, client: Client, at: datetime) -> None:
    for purpose, is_wanted in (("stock-alerts", True), ("sharing", False)):
        channel = "email" if purpose == "stock-alerts" else ""
        change_preference(
            client, brand=roles.brand, purpose=purpose, channel=channel, is_wanted=is_wanted, method=Method.APP,
            language=_words(purpose, client)["language"], origin="/app/privacy/", at=at,
        )  # fmt: skip


def _wait_for_confirmation(roles: Roles, client: Client, at: datetime) -> None:
    """Typed into the website's form: nothing holds, and nothing is sent but the question."""
    record_decision(
        client, brand=roles.brand, purpose=LETTER, channel="email", contact=client.contact_point("email") or "",
        status=Decision.Status.GIVEN, method=Method.WEB_FORM, origin="/shop/", is_proven=False, at=at,
        **_words(LETTER, client),
    )  # fmt: skip


def _quieten(roles: Roles, now: datetime) -> None:
    pause_marketing(roles.take(), brand=roles.brand, days=90, at=now - 8 * DAYS)


def _words(purpose: str, client: Client) -> dict[str, Any]:
    """The notice that is shown, and its language."""
    notice = notice_for(purpose, client.language)
    assert notice is not None
    return {"notice": notice, "language": notice.language}


def _hears_by_email(roles: Roles) -> Q:
    """Whoever said no to marketing has said no to the letter as well."""
    yes = CurrentDecision.objects.filter(client=OuterRef("pk"), brand=roles.brand, decision__status="given")
    return Q(Exists(yes.filter(purpose__code="marketing", channel="email")))
