"""WeChat's callbacks, as its documentation writes them, and what they let the house write."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from clienteling.lib.sealing import unseal
from consent.actions.wechat import SEALED_FOR, heed_wechat_event, set_wechat_token, use_wechat_subscription
from consent.contact_hash import contact_hash
from consent.errors import WechatError
from consent.models import WechatAccount, WechatContact, WechatSubscription
from consent.queries.permission import may_contact
from consent.wechat.callback import LARGEST, WechatEvent, read_event, signature
from crm.models import Brand, Client, User
from tests.factories import add_identifier, allow_contact, make_brand

pytestmark = pytest.mark.django_db
TOKEN, HOUSE, MEI = "a-token-of-the-house", "gh_1a2b3c4d5e6f", "oMei-6_1234567890abcdefghijk"
EVENT = "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{}]]></Event>"
TEXT = "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>1234567890123456</MsgId>"
CHOICE = (
    EVENT.format("subscribe_msg_popup_event") + "<SubscribeMsgPopupEvent><List><TemplateId><![CDATA[{}]]></TemplateId>"
    "<SubscribeStatusString><![CDATA[{}]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
    "</SubscribeMsgPopupEvent>"
)


@pytest.fixture
def account(brand: Brand) -> WechatAccount:
    account = WechatAccount.objects.create(brand=brand, account=HOUSE)
    set_wechat_token(account, TOKEN)
    return account


@pytest.fixture
def mei(camille: Client, brand: Brand) -> Client:
    """Who agreed to messages on WeChat."""
    add_identifier(camille, "wechat_openid", MEI)
    allow_contact(camille, brand, channel="wechat")
    return camille


def signed(at: datetime, token: str = TOKEN) -> str:
    moment = str(int(at.timestamp()))
    return f"signature={signature(token, moment, 'n1')}&timestamp={moment}&nonce=n1"


def body(inner: str, at: datetime, house: str = HOUSE) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{house}]]></ToUserName><FromUserName><![CDATA[{MEI}]]></FromUserName>"
        f"<CreateTime>{int(at.timestamp())}</CreateTime>{inner}</xml>"
    )


def call(browser: Browser, inner: str, at: datetime, *, sent: datetime | None = None) -> tuple[int, str]:
    """WeChat's own server would post this; ``at`` is when it happened, ``sent`` when it calls."""
    with time_machine.travel(sent or at, tick=False):
        answer = browser.post(f"/hooks/wechat/{HOUSE}/?{signed(sent or at)}", body(inner, at), content_type="text/xml")
    return answer.status_code, answer.content.decode()


def asked(client: Client, brand: Brand, at: datetime) -> str:
    return may_contact(client, purpose="marketing", channel="wechat", brand=brand, at=at).reason


def test_the_signature_is_that_of_the_documentation() -> None:
    """SHA-1 of token, timestamp and nonce in lexical order, with the example that is printed there."""
    assert signature("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_the_address_proves_itself(client: Browser, account: WechatAccount, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        good = client.get(f"/hooks/wechat/{HOUSE}/?{signed(now)}&echostr=5927782489442352469")
        bad = client.get(f"/hooks/wechat/{HOUSE}/?{signed(now, 'other')}&echostr=5927782489442352469")

    assert (good.status_code, good.content) == (200, b"5927782489442352469")
    assert (bad.status_code, bad.content) == (403, b"signature_invalid")


def test_who_follows_and_wrote_may_be_answered_for_48_hours(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime
) -> None:
    assert asked(mei, brand, now) == "not_following"
    assert call(client, EVENT.format("subscribe"), now) == (200, "success")
    assert asked(mei, brand, now) == "window_closed"
    assert call(client, TEXT, now) == (200, "success")

    inside, outside = now + timedelta(hours=47, minutes=59), now + timedelta(hours=48)
    assert [asked(mei, brand, at) for at in (now, inside, outside)] == ["allowed", "allowed", "window_closed"]


def test_following_is_no_consent(
    client: Browser, account: WechatAccount, camille: Client, brand: Brand, now: datetime
) -> None:
    add_identifier(camille, "wechat_openid", MEI)
    call(client, EVENT.format("subscribe"), now)
    call(client, TEXT, now)

    assert asked(camille, brand, now) == "no_decision"


def test_unfollowing_stops_at_once_and_what_comes_late_brings_nothing_back(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime
) -> None:
    call(client, TEXT, now)
    call(client, EVENT.format("unsubscribe"), now + timedelta(seconds=20))
    call(client, EVENT.format("subscribe"), now, sent=now + timedelta(seconds=30))

    assert asked(mei, brand, now + timedelta(minutes=1)) == "not_following"


def test_a_template_that_was_asked_for_is_one_message(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime
) -> None:
    call(client, EVENT.format("subscribe"), now)
    for again in (1, 1):
        call(client, CHOICE.format("tmpl-1", "accept"), now + timedelta(seconds=again))

    contact = WechatContact.objects.get()
    assert asked(mei, brand, now + timedelta(days=9)) == "allowed"
    assert [use_wechat_subscription(contact, "tmpl-1") for _ in range(2)] == [True, False]
    assert asked(mei, brand, now + timedelta(days=9)) == "window_closed"


def test_a_no_takes_back_what_was_not_used(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime
) -> None:
    call(client, EVENT.format("subscribe"), now)
    call(client, CHOICE.format("tmpl-1", "accept"), now + timedelta(seconds=1))
    call(client, CHOICE.format("tmpl-1", "reject"), now + timedelta(seconds=2))

    assert asked(mei, brand, now + timedelta(minutes=1)) == "window_closed"


def test_of_another_house_nothing_follows(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime
) -> None:
    other = make_brand("SORANE")
    allow_contact(mei, other, channel="wechat")
    call(client, EVENT.format("subscribe"), now)
    call(client, TEXT, now)

    assert [asked(mei, house, now) for house in (brand, other)] == ["allowed", "not_following"]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("<xml>", (400, "unreadable")),
        ("<xml><ToUserName>x</ToUserName></xml>", (400, "unreadable")),
        ('<!DOCTYPE x [<!ENTITY a "aaa">]><xml>&a;</xml>', (400, "unreadable")),
        (b"<xml>\xff</xml>", (400, "unreadable")),
        ("x" * 70_000, (413, "too_large")),
    ],
    ids=["broken", "incomplete", "entities", "no UTF-8", "large"],
)
def test_what_cannot_be_read_changes_nothing(
    client: Browser, account: WechatAccount, content: str | bytes, answer: tuple[int, str], now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        given = client.post(f"/hooks/wechat/{HOUSE}/?{signed(now)}", content, content_type="text/xml")

    assert (given.status_code, given.content.decode()) == answer
    assert WechatContact.objects.count() == 0


def test_a_large_call_that_says_nothing_of_its_length_is_refused_too() -> None:
    with pytest.raises(WechatError, match="too_large"):
        read_event(b"x" * (LARGEST + 1))


@pytest.mark.parametrize("inner", [EVENT.format("CLICK"), "<MsgType>hologram</MsgType>"], ids=["event", "message"])
def test_what_concerns_no_consent_is_heard_and_opens_nothing(
    client: Browser, account: WechatAccount, mei: Client, brand: Brand, now: datetime, inner: str
) -> None:
    assert call(client, inner, now) == (200, "success")
    assert asked(mei, brand, now) == "not_following"


def test_a_call_of_another_account_or_of_yesterday_is_refused(
    client: Browser, account: WechatAccount, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        other = client.post(f"/hooks/wechat/{HOUSE}/?{signed(now)}", body(TEXT, now, "gh_other"), "text/xml")
        old = client.post(f"/hooks/wechat/{HOUSE}/?{signed(now - timedelta(days=1))}", body(TEXT, now), "text/xml")
        unknown = client.post(f"/hooks/wechat/gh_nobody/?{signed(now)}", body(TEXT, now), "text/xml")

    assert [(each.status_code, each.content) for each in (other, old, unknown)] == [
        (400, b"other_account"), (403, b"signature_old"), (403, b"signature_invalid")
    ]  # fmt: skip
    assert WechatContact.objects.count() == 0


def test_the_openid_itself_is_not_kept(client: Browser, account: WechatAccount, now: datetime) -> None:
    call(client, TEXT, now)

    assert WechatContact.objects.get().contact_hash == contact_hash("wechat", MEI)


def test_a_house_has_one_account(account: WechatAccount, brand: Brand) -> None:
    with pytest.raises(IntegrityError, match="one_active_wechat_account_per_brand"), transaction.atomic():
        WechatAccount.objects.create(brand=brand, account="gh_second")

    assert WechatAccount.objects.count() == 1


def test_a_follower_is_one_row_and_a_template_too(account: WechatAccount, now: datetime) -> None:
    contact = WechatContact.objects.create(account=account, contact_hash="a" * 64)
    WechatSubscription.objects.create(contact=contact, template="t", given=1, changed_at=now)

    with pytest.raises(IntegrityError, match="one_wechat_contact_per_account"), transaction.atomic():
        WechatContact.objects.create(account=account, contact_hash="a" * 64)
    with pytest.raises(IntegrityError, match="one_wechat_subscription_per_template"), transaction.atomic():
        WechatSubscription.objects.create(contact=contact, template="t", changed_at=now)
    with pytest.raises(IntegrityError, match="no_wechat_template_beyond_what_was_given"), transaction.atomic():
        WechatSubscription.objects.update(used=2)

    assert (WechatContact.objects.count(), WechatSubscription.objects.get().used) == (1, 0)


def test_an_event_of_another_kind_is_heeded_and_says_nothing(account: WechatAccount, now: datetime) -> None:
    heed_wechat_event(account, WechatEvent("other", HOUSE, "of-somebody", now))

    contact = WechatContact.objects.get()
    assert (contact.changed_at, contact.wrote_at, WechatSubscription.objects.count()) == (None, None, 0)


def test_a_token_is_typed_once_sealed_and_kept_when_nothing_is_typed(
    client: Browser, admin_user: User, brand: Brand
) -> None:
    client.force_login(admin_user)
    typed = {"brand": brand.pk, "account": HOUSE, "is_active": "on"}
    client.post("/admin/consent/wechataccount/add/", {**typed, "new_token": TOKEN})
    kept = WechatAccount.objects.get()

    client.post(f"/admin/consent/wechataccount/{kept.pk}/change/", {**typed, "new_token": ""})

    assert TOKEN not in kept.token
    assert (unseal(SEALED_FOR, kept.token), WechatAccount.objects.get().token) == (TOKEN.encode(), kept.token)
