"""Staff ask, the client answers: on the tablet in their own language, or by the link in a message."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.views.consents import WECHAT
from consent.actions.ask import ask_client
from consent.actions.suppress import withdraw_by_link
from consent.contact_hash import contact_hash
from consent.errors import ConsentError
from consent.models import AccessEntry, Decision, Purpose, WechatAccount, WechatContact
from consent.queries.notices import notice_for
from consent.queries.permission import may_contact, may_profile
from consent.views.in_hand import hand_link
from consent.views.words import words_in
from crm.models import Brand, Client, User
from journeys.actions.queue_message import unasked_decisions
from journeys.models import Send
from tests.factories import add_identifier, allow_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(client: Browser, alice: User) -> Browser:
    client.force_login(alice)
    return client


def reason(client: Client, brand: Brand, channel: str = "email") -> str:
    return may_contact(client, purpose="marketing", channel=channel, brand=brand, at=timezone.now()).reason


def hand_over(tablet: Browser, client: Client, *questions: str) -> str:
    """The path of the client's screen."""
    answer = tablet.post(f"/clients/{client.uid}/consents/ask/", {"ask": questions, "by": "tablet"})
    assert answer.status_code == 200
    return str(answer.context["path"])


def answers(*said: str) -> dict[str, str]:
    pending = Decision.objects.filter(status="pending").order_by("pk")
    return {f"answer-{each.pk}": word for each, word in zip(pending, said, strict=True)}


def test_the_page_says_yes_no_or_not_asked_of_everything(tablet: Browser, camille: Client, brand: Brand) -> None:
    allow_contact(camille, brand)
    withdraw_by_link(camille, brand=brand, channel="sms", at=timezone.now())

    rows = tablet.get(f"/clients/{camille.uid}/consents/").context["rows"]

    marketing = {each.channel: each.state for each in rows if each.purpose == "marketing"}
    assert marketing == {"email": "yes", "sms": "no", "phone": "unknown", "whatsapp": "unknown"}
    assert AccessEntry.objects.get().fields == ["consents"]


def test_what_is_asked_opens_nothing_before_the_client_answers(tablet: Browser, camille: Client, brand: Brand) -> None:
    hand_over(tablet, camille, "marketing:email", "profiling:")

    assert (reason(camille, brand), may_profile(camille, brand=brand)) == ("pending", False)
    assert (list(unasked_decisions(since=timezone.now() - timedelta(days=1))), Send.objects.count()) == ([], 0)


def test_the_client_reads_the_words_in_their_language_and_answers_each(
    tablet: Browser, camille: Client, brand: Brand, alice: User
) -> None:
    path = hand_over(tablet, camille, "marketing:email", "profiling:")
    screen = Browser()
    words = [notice_for(purpose, "fr") for purpose in ("marketing", "profiling")]

    page = screen.get(path).content.decode()
    done = screen.post(path, answers("yes", "no"))

    assert [notice.text in page for notice in words if notice] == [True, True]
    assert [name in page for name in ("Camille", "camille@", " checked")] == [False, False, False]
    assert (done.status_code, reason(camille, brand), may_profile(camille, brand=brand)) == (200, "allowed", False)
    kept = list(Decision.objects.order_by("pk").values_list("status", "method", "actor", "origin", "language"))
    ours, hers = (f"/clients/{camille.uid}/consents/", "fr"), ("/preferences/hand/", "fr")
    assert kept == [
        ("pending", "boutique_tablet", alice.pk, *ours),
        ("pending", "boutique_tablet", alice.pk, *ours),
        ("given", "boutique_tablet", None, *hers),
        ("refused", "boutique_tablet", None, *hers),
    ]


@pytest.mark.parametrize("said", [{}, {"first": "yes"}, {"first": "yes", "second": "perhaps"}])
def test_nothing_is_kept_until_each_question_has_its_answer(
    tablet: Browser, camille: Client, brand: Brand, said: dict[str, str]
) -> None:
    path = hand_over(tablet, camille, "marketing:email", "profiling:")
    names = dict(zip(("first", "second"), answers("", ""), strict=True))

    answer = Browser().post(path, {names[each]: word for each, word in said.items()})

    assert (answer.status_code, Decision.objects.exclude(status="pending").count()) == (422, 0)


def test_a_second_answer_finds_the_first_one(tablet: Browser, camille: Client, brand: Brand) -> None:
    path = hand_over(tablet, camille, "marketing:email")
    said = answers("yes")

    statuses = [Browser().post(path, said).status_code for _ in range(2)]

    assert (statuses, Decision.objects.filter(status="given").count()) == ([200, 200], 1)


def test_a_no_said_since_stands_against_the_tablet(tablet: Browser, camille: Client, brand: Brand) -> None:
    path = hand_over(tablet, camille, "marketing:email")
    said = answers("yes")
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())

    answer = Browser().post(path, said)

    assert (answer.status_code, reason(camille, brand)) == (409, "suppressed")


def test_the_screen_closes_after_a_quarter_of_an_hour(tablet: Browser, camille: Client, brand: Brand) -> None:
    path = hand_over(tablet, camille, "marketing:email")
    said = answers("yes")

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        statuses = [Browser().get(path).status_code, Browser().post(path, said).status_code]

    assert (statuses, reason(camille, brand)) == ([410, 410], "pending")


@pytest.mark.parametrize(
    ("after", "words"), [(timedelta(minutes=16), "hand_expired"), (timedelta(days=2), "token_expired")]
)
def test_a_closed_screen_says_so_in_the_clients_language_for_a_day(
    tablet: Browser, camille: Client, after: timedelta, words: str
) -> None:
    path = hand_over(tablet, camille, "marketing:email")

    with time_machine.travel(timezone.now() + after, tick=False):
        page = Browser().get(path, headers={"accept-language": "fr"})

    assert page.context["explanation"] == words_in("fr")[words]


def test_an_answered_screen_asks_no_more_and_leads_back_to_the_house_on_its_tablet_alone(
    tablet: Browser, camille: Client, brand: Brand
) -> None:
    path = hand_over(tablet, camille, "marketing:email", "profiling:")
    theirs = Browser()
    theirs.post(path, answers("yes", "no"))

    pages = {who: browser.get(path) for who, browser in (("tablet", tablet), ("telephone", theirs))}

    back = f'href="/clients/{camille.uid}/consents/"'
    assert [each.context["was_answered"] for each in pages.values()] == [True, True]
    assert {who: back in page.content.decode() for who, page in pages.items()} == {"tablet": True, "telephone": False}


def test_a_closed_screen_leads_back_to_the_house_on_its_tablet_alone(tablet: Browser, camille: Client) -> None:
    path = hand_over(tablet, camille, "marketing:email")

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        ways = [browser.get(path).context["on"] for browser in (tablet, Browser())]

    assert ways == [f"/clients/{camille.uid}/consents/", ""]


def test_what_was_asked_and_not_answered_stands_on_the_page_with_its_day(tablet: Browser, camille: Client) -> None:
    hand_over(tablet, camille, "marketing:email")

    rows = tablet.get(f"/clients/{camille.uid}/consents/").context["rows"]

    waiting = {(each.purpose, each.channel): each.has_link for each in rows if each.asked_at}
    assert waiting == {("marketing", "email"): False}


@pytest.mark.parametrize("by", ["tablet", "message"])
def test_what_the_client_took_back_is_not_asked_again(tablet: Browser, camille: Client, brand: Brand, by: str) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())
    before = Decision.objects.count()

    answer = tablet.post(
        f"/clients/{camille.uid}/consents/ask/", {"ask": ["profiling:", "marketing:email"], "by": by}, follow=True
    )

    assert [str(each) for each in answer.context["messages"]][:1] == [
        "The client took this back. Only they can allow it again, by their own link or app."
        if by == "tablet"
        else "No message can carry this question. Ask on the tablet."
    ]
    assert (Decision.objects.count(), reason(camille, brand)) == (before, "suppressed")


@pytest.mark.parametrize("method", ["staff", "boutique_tablet"])
def test_asking_again_after_a_withdrawal_is_refused_with_a_code(
    camille: Client, brand: Brand, alice: User, method: str
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=timezone.now())

    with pytest.raises(ConsentError) as refused:
        ask_client(
            camille, brand=brand, purpose="marketing", channel="email", method=method, actor=alice, origin="/clients/",
            language="fr", at=timezone.now(),
        )  # fmt: skip

    assert (refused.value.code, Decision.objects.filter(status="pending").count()) == ("withdrawal_stands", 0)


def test_a_question_by_message_goes_to_the_address_and_its_link_answers(
    tablet: Browser, camille: Client, brand: Brand, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tablet.post(f"/clients/{camille.uid}/consents/ask/", {"ask": ["marketing:email"], "by": "message"})

    send = Send.objects.get()
    assert (send.template, send.purpose, send.language, reason(camille, brand)) == (
        "consent-confirmation", "service", "fr", "pending",
    )  # fmt: skip


def test_a_no_that_staff_write_down_holds_at_once(tablet: Browser, camille: Client, brand: Brand, alice: User) -> None:
    allow_contact(camille, brand)

    tablet.post(f"/clients/{camille.uid}/consents/stop/", {"purpose": "marketing", "channel": "email"})

    last = Decision.objects.latest("pk")
    assert (reason(camille, brand), last.status, last.method, last.actor) == (
        "suppressed", "withdrawn", "staff", alice,
    )  # fmt: skip
    assert AccessEntry.objects.get().why == "said no"


@pytest.mark.parametrize(
    "posted", [{}, {"ask": ["marketing:email"]}, {"by": "tablet"}, {"ask": ["x:y"], "by": "tablet"}]
)
def test_a_question_about_nothing_asks_nothing(tablet: Browser, camille: Client, posted: dict[str, Any]) -> None:
    answer = tablet.post(f"/clients/{camille.uid}/consents/ask/", posted)

    assert (answer.status_code, Decision.objects.count(), AccessEntry.objects.count()) == (302, 0, 0)


def test_headquarters_read_and_ask_nothing(client: Browser, camille: Client, hana: User, brand: Brand) -> None:
    client.force_login(hana)

    page = client.get(f"/clients/{camille.uid}/consents/")
    asked = client.post(f"/clients/{camille.uid}/consents/ask/", {"ask": ["marketing:email"], "by": "tablet"})

    assert (page.status_code, page.context["may_ask"], asked.status_code) == (200, False, 403)
    assert Decision.objects.count() == 0


def test_a_part_stands_under_the_whole_on_the_page_and_is_not_asked_against_its_no(
    tablet: Browser, camille: Client, brand: Brand
) -> None:
    whole = Purpose.objects.get(code="marketing")
    part = Purpose.objects.create(
        code="dinners", name="Dinners", lawful_basis="consent", channels=["email"], parent=whole
    )
    part.notices.create(version=1, language="en", text="To be asked to a dinner.")
    withdraw_by_link(camille, brand=brand, channel="email", purposes=["marketing"], at=timezone.now())

    rows = tablet.get(f"/clients/{camille.uid}/consents/").context["rows"]

    (row,) = [each for each in rows if each.purpose == "dinners"]
    assert (row.depth, row.state, row.above) == (1, "no", "marketing")


def test_a_link_that_is_not_ours_opens_nothing(db: None) -> None:
    assert Browser().get("/preferences/hand/anything/").status_code == 400


def test_a_screen_whose_questions_are_none_shows_nobodys_choices(camille: Client, brand: Brand) -> None:
    given = allow_contact(camille, brand)

    answers = [Browser().get(f"/preferences/hand/{hand_link(questions, back='/')}/") for questions in ([], [given])]

    assert [(each.status_code, each.context["code"]) for each in answers] == [(400, "token_invalid")] * 2


@pytest.mark.parametrize(
    ("follower", "obstacle"),
    [
        (None, "not_following"),
        ({"is_following": False}, "not_following"),
        ({"is_following": True}, "window_closed"),
        ({"is_following": True, "wrote_at": timezone.now}, ""),
    ],
    ids=["unknown", "left", "silent", "wrote"],
)
def test_what_wechat_lets_through_stands_beside_what_the_client_allows(
    tablet: Browser, camille: Client, brand: Brand, follower: dict[str, Any] | None, obstacle: str
) -> None:
    add_identifier(camille, "wechat_openid", "oCamille-1")
    account = WechatAccount.objects.create(brand=brand, account="gh_aurelle", token="sealed")
    if follower is not None:
        facts = {name: value() if callable(value) else value for name, value in follower.items()}
        hashed = contact_hash("wechat", camille.contact_point("wechat") or "")
        WechatContact.objects.create(account=account, contact_hash=hashed, **facts)

    page = tablet.get(f"/clients/{camille.uid}/consents/")

    assert page.context["wechat"] == WECHAT[obstacle]
    assert page.content.decode().count(WECHAT[obstacle]) == len([
        each for each in page.context["rows"] if each.channel == "wechat"
    ])  # fmt: skip
