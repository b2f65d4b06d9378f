"""manage.py reseal carries what may be changed, and says what may not."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from pytest_django import Settings

from consent.actions.suppress import suppress
from consent.contact_hash import contact_hash, first_hash
from consent.models import (
    CurrentDecision,
    Decision,
    ErasedIdentifier,
    IdentityChallenge,
    Suppression,
    WechatAccount,
    WechatContact,
)
from consent.queries.erased import erased_among
from consent.rehashing.carry_over import CarriedOver, carry_over
from consent.rehashing.settle import settle_hashes
from consent.rights.erase import erase_client, remember_erased
from consent.rights.erasing.person import identifier_hash
from consent.rights.identity import ask_for_code
from consent.rights.requests import open_request
from crm.models import Brand, Client, User
from tests.consent.rehashing.keys import another_change, before, first_restart, second_restart
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db
EMAIL = "camille@mail.example"


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("reseal")
    return capsys.readouterr().out.splitlines()


def hashes(model: type[Model], name: str = "contact_hash") -> list[str]:
    return list(model._default_manager.order_by("pk").values_list(name, flat=True))


def test_with_one_key_there_is_nothing_to_carry(brand: Brand, capsys: pytest.CaptureFixture[str]) -> None:
    suppress("email", EMAIL, brand=brand, reason="bounced")

    assert (carry_over(), printed(capsys)) == (CarriedOver(), ["0 sealed anew."])


def test_every_hash_but_the_ledgers_is_carried_to_the_new_key(
    camille: Client, brand: Brand, now: datetime, petra: User, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    allow_contact(camille, brand)
    suppress("email", EMAIL, brand=brand, reason="complained")
    suppress("email", "nobody@mail.example", brand=None, reason="erased")
    remember_erased([("email", identifier_hash("email", EMAIL))], now)
    WechatContact.objects.create(
        account=WechatAccount.objects.create(brand=brand, account="gh_1"), contact_hash=contact_hash("wechat", "oMei")
    )
    request = open_request(camille, kind="access", intake="client_page", brand=brand, at=now)
    ask_for_code(request, at=now)
    second_restart(settings)

    first, again = printed(capsys), printed(capsys)

    assert first == [
        "0 sealed anew.",
        "5 hashes carried to the new key.",
        "  consent.CurrentDecision: 0 rows need a former key.",
        "  consent.Suppression: 0 rows need a former key.",
        "  consent.WechatContact: 0 rows need a former key.",
        "  consent.ErasedIdentifier: 0 rows need a former key.",
        "  consent.IdentityChallenge: 0 rows need a former key.",
        "  consent.Decision: 1 rows need a former key.",
        "  journeys.Send: 0 rows need a former key.",
    ]
    assert again == ["0 sealed anew.", "0 hashes carried to the new key.", *first[2:]]
    assert hashes(Suppression) == [contact_hash("email", EMAIL), contact_hash("email", "nobody@mail.example")]
    assert hashes(CurrentDecision) == hashes(IdentityChallenge) == [contact_hash("email", EMAIL)]
    assert hashes(ErasedIdentifier, "value_hash") == [identifier_hash("email", EMAIL)]
    assert hashes(WechatContact) == [contact_hash("wechat", "oMei")]
    assert hashes(Decision) == [first_hash("email", EMAIL)]


def test_a_second_change_carries_what_the_first_left_and_what_it_carried(brand: Brand, settings: Settings) -> None:
    suppress("email", EMAIL, brand=brand, reason="bounced")
    second_restart(settings)
    suppress("email", "leonie@mail.example", brand=brand, reason="bounced")
    another_change(settings)

    done = carry_over()

    assert done.changed == 2
    assert hashes(Suppression) == [contact_hash("email", each) for each in (EMAIL, "leonie@mail.example")]


def test_before_the_second_restart_nothing_is_carried(brand: Brand, settings: Settings) -> None:
    suppress("email", EMAIL, brand=brand, reason="bounced")
    second_restart(settings)
    suppress("email", "leonie@mail.example", brand=brand, reason="bounced")
    kept = hashes(Suppression)
    first_restart(settings)

    done = carry_over()

    assert (done.changed, done.former["consent.Suppression"], done.strangers) == (0, 1, [])
    assert hashes(Suppression) == kept


def test_more_than_one_batch_is_carried(brand: Brand, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        suppress("email", f"client-{number}@mail.example", brand=brand, reason="bounced")
    second_restart(settings)
    monkeypatch.setattr("consent.rehashing.carry_over.BATCH", 2)

    assert carry_over().changed == 5
    assert hashes(Suppression) == [contact_hash("email", f"client-{number}@mail.example") for number in range(5)]


def test_a_key_that_is_missing_is_named(brand: Brand, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    second_restart(settings)
    suppress("email", EMAIL, brand=brand, reason="bounced")
    settings.CONTACT_HASH_KEY = "a third key that is not the one of the rows"

    with pytest.raises(CommandError, match="not known: consent.Suppression"):
        call_command("reseal")

    assert Suppression.objects.count() == 1


def test_a_decision_that_stands_twice_stands_once_after(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    """A process wrote under the new key that had not been told of the former one."""
    place = {"client": camille, "brand": brand, "purpose": allow_contact(camille, brand).purpose, "channel": "email"}
    second_restart(settings)
    hashed = contact_hash("email", EMAIL)
    later = Decision.objects.create(**place, contact_hash=hashed, status="withdrawn", method="app", captured_at=now)
    row = CurrentDecision.objects.create(**place, contact_hash=hashed, decision=later)

    carry_over()

    assert CurrentDecision.objects.filter(channel="email").values_list("pk", "decision").get() == (row.pk, later.pk)


def test_of_two_that_stand_twice_the_later_holds(
    camille: Client, brand: Brand, now: datetime, settings: Settings
) -> None:
    given = allow_contact(camille, brand)
    place = {"client": camille, "brand": brand, "purpose": given.purpose, "channel": "email"}
    second_restart(settings)
    hashed = contact_hash("email", EMAIL)
    earlier = Decision.objects.create(
        **place, contact_hash=hashed, status="withdrawn", method="app", captured_at=given.captured_at - timedelta(1)
    )
    CurrentDecision.objects.create(**place, contact_hash=hashed, decision=earlier)

    carry_over()

    held = CurrentDecision.objects.filter(channel="email").values_list("contact_hash", "decision")
    assert held.get() == (hashed, given.pk)


@pytest.mark.parametrize("former", [True, False], ids=["former-is-marketing-only", "newer-is-marketing-only"])
def test_a_silence_that_stands_twice_is_the_stricter(brand: Brand, settings: Settings, former: bool) -> None:
    suppress("email", EMAIL, brand=brand, reason="bounced", marketing_only=former)
    second_restart(settings)
    Suppression.objects.create(
        channel="email", contact_hash=contact_hash("email", EMAIL), brand=brand, reason="bounced",
        marketing_only=not former,
    )  # fmt: skip

    carry_over()

    kept = Suppression.objects.get()
    assert (kept.contact_hash, kept.marketing_only) == (contact_hash("email", EMAIL), False)


def test_a_lifted_silence_is_carried_beside_a_live_one(brand: Brand, now: datetime, settings: Settings) -> None:
    lifted = suppress("email", EMAIL, brand=brand, reason="unsubscribed")
    Suppression.objects.filter(pk=lifted.pk).update(lifted_at=now)
    suppress("email", EMAIL, brand=brand, reason="unsubscribed")
    second_restart(settings)

    carry_over()

    assert hashes(Suppression) == [contact_hash("email", EMAIL)] * 2


@pytest.mark.parametrize("days", [1, -1], ids=["later-under-the-new", "later-under-the-former"])
def test_who_was_erased_under_both_is_so_since_the_later(now: datetime, settings: Settings, days: int) -> None:
    remember_erased([("email", identifier_hash("email", EMAIL))], now)
    second_restart(settings)
    remember_erased([("email", identifier_hash("email", EMAIL))], now + timedelta(days=days))
    later = max(now, now + timedelta(days=days))
    known = erased_among([("email", EMAIL)])

    carry_over()

    assert known == erased_among([("email", EMAIL)]) == {("email", EMAIL): later}
    assert hashes(ErasedIdentifier, "value_hash") == [identifier_hash("email", EMAIL)]


def test_a_follower_who_stands_twice_is_one_after(brand: Brand, now: datetime, settings: Settings) -> None:
    account = WechatAccount.objects.create(brand=brand, account="gh_1")
    WechatContact.objects.create(
        account=account, contact_hash=contact_hash("wechat", "oMei"), is_following=True, changed_at=now
    )
    second_restart(settings)
    newer = WechatContact.objects.create(account=account, contact_hash=contact_hash("wechat", "oMei"))

    carry_over()

    assert WechatContact.objects.get() == newer


def test_an_erasure_is_written_again_under_the_new_key(
    camille: Client, now: datetime, petra: User, settings: Settings
) -> None:
    erase_client(camille, reason="asked", actor=petra, at=now)
    under_the_former = set(hashes(Suppression))
    second_restart(settings)

    carry_over()

    assert len(under_the_former & set(hashes(Suppression))) == 0
    assert contact_hash("email", EMAIL) in hashes(Suppression)


def test_nothing_to_settle_takes_no_lock(settings: Settings) -> None:
    second_restart(settings)

    assert settle_hashes([]) == {}


def test_back_to_the_first_key_alone_everything_else_is_a_strangers(brand: Brand, settings: Settings) -> None:
    second_restart(settings)
    suppress("email", EMAIL, brand=brand, reason="bounced")
    before(settings)
    settings.NEXT_CONTACT_HASH_KEY = "another next key"

    assert carry_over().strangers == ["consent.Suppression"]
