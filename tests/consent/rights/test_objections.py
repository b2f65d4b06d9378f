"""An objection to marketing holds at once, and ends by the client's own later yes and by nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consent.actions.ask import ask_client
from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.decide_many import ToldDecision, record_imported_decisions
from consent.actions.prefer import change_preference
from consent.contact_hash import contact_hash, first_hash
from consent.errors import ConsentError
from consent.models import Decision, Notice, Purpose, SubjectRequest, Suppression
from consent.queries.evidence import evidences_of
from consent.queries.permission import may_contact
from consent.rights.requests import open_request
from crm.models import Brand, Client, User
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def reason(client: Client, brand: Brand, at: datetime, channel: str = "email") -> str:
    return may_contact(client, purpose="marketing", channel=channel, brand=brand, at=at).reason


def object_to_marketing(client: Client, at: datetime, brand: Brand | None = None) -> SubjectRequest:
    return open_request(client, kind="objection_marketing", intake="officer", brand=brand, at=at)


def say_yes(
    client: Client, brand: Brand, at: datetime, *, method: str, is_proven: bool = True, actor: User | None = None
) -> Decision:
    return record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status="given", method=method,
        at=at, is_proven=is_proven, actor=actor,
    )  # fmt: skip


def by_the_own_page(client: Client, brand: Brand, at: datetime) -> None:
    change_preference(
        client, brand=brand, purpose="marketing", channel="email", is_wanted=True, language="fr", origin="", at=at,
        went_to=first_hash("email", ADDRESS),
    )  # fmt: skip


def by_the_app(client: Client, brand: Brand, at: datetime) -> None:
    say_yes(client, brand, at, method="app")


def by_a_confirmed_form(client: Client, brand: Brand, at: datetime) -> None:
    typed = say_yes(client, brand, at - timedelta(minutes=1), method="web_form", is_proven=False)
    assert (typed.status, reason(client, brand, at)) == ("pending", "suppressed")
    confirm_decision(typed, client, origin="", at=at)


@pytest.mark.parametrize("say", [by_the_own_page, by_the_app, by_a_confirmed_form])
@pytest.mark.parametrize("was_allowed", [True, False])
def test_the_clients_own_later_yes_ends_it(
    camille: Client, brand: Brand, now: datetime, say: Callable[[Client, Brand, datetime], None], was_allowed: bool
) -> None:
    if was_allowed:
        allow_contact(camille, brand)
    request = object_to_marketing(camille, now)
    assert reason(camille, brand, now) == "suppressed"

    say(camille, brand, now + timedelta(days=1))

    assert reason(camille, brand, now + timedelta(days=1)) == "allowed"
    (told,) = (each for each in evidences_of([camille.pk]) if each.last.channel == "email")
    assert ("withdrawn", request.reference) in [(each.status, each.origin) for each in told.chain]
    assert (told.last.status, told.holding) == ("given", told.last)


def test_a_purpose_below_is_withdrawn_on_the_channels_that_it_has(camille: Client, brand: Brand, now: datetime) -> None:
    marketing = Purpose.objects.get(code="marketing")
    Purpose.objects.create(code="letter", name="Letter", lawful_basis="consent", channels=["sms"], parent=marketing)

    object_to_marketing(camille, now)

    withdrawn = Decision.objects.filter(client=camille, channel="email", status="withdrawn")
    assert set(withdrawn.values_list("purpose__code", flat=True)) == {"marketing"}


def test_a_yes_on_one_channel_to_one_house_ends_no_more_than_that(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    for house in (brand, other_brand):
        allow_contact(camille, house)
    object_to_marketing(camille, now)

    by_the_app(camille, brand, now + timedelta(days=1))

    later = now + timedelta(days=1)
    assert reason(camille, brand, later) == "allowed"
    assert (reason(camille, brand, later, "sms"), reason(camille, other_brand, later)) == ("suppressed", "suppressed")


@pytest.mark.parametrize("method", ["web_form", "api"])
def test_what_anybody_could_have_typed_waits(camille: Client, brand: Brand, now: datetime, method: str) -> None:
    object_to_marketing(camille, now)

    typed = say_yes(camille, brand, now + timedelta(days=1), method=method, is_proven=False)

    assert (typed.status, reason(camille, brand, now + timedelta(days=1))) == ("pending", "suppressed")
    assert Suppression.objects.exclude(lifted_at=None).count() == 0


def test_staff_neither_say_yes_nor_ask_again(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    object_to_marketing(camille, now)
    before = Decision.objects.count()

    with pytest.raises(ConsentError, match="withdrawal_stands"):
        say_yes(camille, brand, now + timedelta(days=1), method="staff", actor=alice)
    for method in ("staff", "boutique_tablet"):
        with pytest.raises(ConsentError, match="withdrawal_stands"):
            ask_client(
                camille, brand=brand, purpose="marketing", channel="email", method=method, actor=alice, origin="",
                language="fr", at=now + timedelta(days=1),
            )  # fmt: skip

    assert (Decision.objects.count(), reason(camille, brand, now + timedelta(days=1))) == (before, "suppressed")


def test_a_file_brings_no_yes_back(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)
    notice = Notice.objects.filter(purpose__code="marketing").order_by("pk")[0]
    told = ToldDecision(
        client_id=camille.pk, purpose_id=notice.purpose_id, channel="email",
        contact_hash=contact_hash("email", ADDRESS), status="given", at=now + timedelta(days=1), notice_id=notice.pk,
        language="fr", origin="file",
    )  # fmt: skip

    with pytest.raises(ConsentError, match="withdrawal_stands"):
        record_imported_decisions([told], brand=brand)

    assert reason(camille, brand, now + timedelta(days=1)) == "suppressed"
    assert Suppression.objects.exclude(lifted_at=None).count() == 0


@pytest.mark.parametrize("said_before", [None, "given", "refused", "withdrawn"])
def test_a_link_from_before_the_objection_is_followed_in_vain(
    camille: Client, brand: Brand, now: datetime, said_before: str | None
) -> None:
    if said_before:
        record_decision(
            camille, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status=said_before,
            method="web_form", at=now - timedelta(days=9),
        )  # fmt: skip
    Purpose.objects.filter(code="marketing").update(needs_confirmation=True)
    waiting = say_yes(camille, brand, now - timedelta(days=1), method="web_form", is_proven=False)
    assert waiting.status == "pending"
    object_to_marketing(camille, now)

    with pytest.raises(ConsentError, match="confirmation_superseded"):
        confirm_decision(waiting, camille, origin="", at=now + timedelta(minutes=1))

    assert reason(camille, brand, now + timedelta(minutes=1)) == "suppressed"


def test_what_was_said_before_the_objection_and_told_later_ends_nothing(
    camille: Client, brand: Brand, now: datetime
) -> None:
    object_to_marketing(camille, now)

    say_yes(camille, brand, now - timedelta(days=1), method="app")

    assert (reason(camille, brand, now), Suppression.objects.exclude(lifted_at=None).count()) == ("suppressed", 0)
