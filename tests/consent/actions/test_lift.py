"""What the client's own yes undoes, and where."""

from datetime import datetime, timedelta

import pytest

from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.suppress import suppress
from consent.models import Decision, Suppression
from consent.queries.permission import may_contact
from consent.rights.erase import erase_client
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def say_yes(
    client: Client, brand: Brand, at: datetime, *, is_proven: bool = True, method: str = "web_form"
) -> Decision:
    return record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status="given", method=method,
        at=at, is_proven=is_proven,
    )  # fmt: skip


def reason(client: Client, brand: Brand, at: datetime) -> str:
    return may_contact(client, purpose="marketing", channel="email", brand=brand, at=at).reason


def test_a_yes_to_one_house_reopens_no_other(camille: Client, brand: Brand, other_brand: Brand, now: datetime) -> None:
    for each in (brand, other_brand):
        say_yes(camille, each, now - timedelta(days=9))
    suppress("email", ADDRESS, brand=None, reason="unsubscribed")
    assert [reason(camille, each, now) for each in (brand, other_brand)] == ["suppressed", "suppressed"]

    say_yes(camille, brand, now)

    assert [reason(camille, each, now) for each in (brand, other_brand)] == ["allowed", "suppressed"]
    assert list(Suppression.objects.filter(lifted_at=None).values_list("brand", "reason")) == [
        (other_brand.pk, "unsubscribed")
    ]


def test_who_comes_anew_after_an_erasure_allows_what_they_want(
    camille: Client, brand: Brand, petra: User, now: datetime
) -> None:
    erase_client(camille, reason="asked", actor=petra, at=now)
    anew = resolve_client([IdentifierClaim("email", ADDRESS)], source="web", asserted_at=now + timedelta(days=1))
    assert anew is not None and anew != camille

    typed = say_yes(anew, brand, now + timedelta(days=2), is_proven=False)
    before = reason(anew, brand, now + timedelta(days=2))
    confirm_decision(typed, anew, origin="", at=now + timedelta(days=3))

    assert (typed.status, before) == ("pending", "suppressed")
    assert reason(anew, brand, now + timedelta(days=3)) == "allowed"


def test_a_yes_that_staff_asked_for_and_the_client_confirmed_undoes_the_click(
    camille: Client, brand: Brand, now: datetime
) -> None:
    suppress("email", ADDRESS, brand=brand, reason="unsubscribed")
    asked = say_yes(camille, brand, now, method="staff")

    confirm_decision(asked, camille, origin="", at=now + timedelta(hours=1))

    assert (asked.status, reason(camille, brand, now + timedelta(hours=1))) == ("pending", "allowed")
