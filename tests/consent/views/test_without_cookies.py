"""Whoever reads mail in a browser that keeps no cookie stops, pauses, objects and asks as everybody else does.

GDPR Art. 7(3): withdrawing is as easy as giving; Art. 12(2): the exercise of rights is made easy.
"""

from pathlib import Path
from typing import Any

import pytest
from django.http import SimpleCookie
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.tokens import sign_link
from consent.actions.ask import ask_client
from consent.actions.decide import record_decision
from consent.models import ContactPreference, CurrentDecision, Decision, IdentityChallenge, SubjectRequest
from consent.queries.notices import notice_for
from consent.queries.permission import may_contact
from consent.queries.questions import question_reference
from consent.rights.export.work import make_due_export
from consent.rights.identity import code_of
from consent.views.in_hand import hand_link
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.models import Brand, Client, User
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db
MARKETING = {"purpose": "marketing", "channel": "email"}


class StrictBrowser(Browser):
    """Keeps no cookie, sends none, and is refused wherever a form's token is wanted."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.cookies = SimpleCookie()
        return answer


@pytest.fixture
def strict() -> Browser:
    return StrictBrowser()


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    return f"/preferences/{preference_token(camille, brand)}/"


@pytest.fixture
def alice_asks(camille: Client, brand: Brand, alice: User) -> Decision:
    return ask_client(
        camille, brand=brand, method="boutique_tablet", actor=alice, origin="/clients/", language="fr",
        at=timezone.now(), **MARKETING,
    )  # fmt: skip


def state(client: Client, brand: Brand) -> str:
    return may_contact(client, brand=brand, at=timezone.now(), **MARKETING).reason


def test_a_choice_is_taken_back_and_given(strict: Browser, page: str, camille: Client, brand: Brand) -> None:
    allow_contact(camille, brand)

    said = []
    for answer in ("withdraw", "give"):
        given = strict.post(f"{page}decide/", {**MARKETING, "answer": answer})
        said.append((given.status_code, given["Location"], state(camille, brand)))

    # The yes waits for the owner of the address as ever: the link went to nobody's mailbox (decision 22).
    assert said == [(302, page, "suppressed"), (302, page, "suppressed")]
    assert Decision.objects.latest("pk").status == "pending"


def test_everything_is_stopped(strict: Browser, page: str, camille: Client, brand: Brand) -> None:
    allow_contact(camille, brand)

    answer = strict.post(f"{page}unsubscribe/", {"everywhere": "yes"})

    assert (answer.status_code, state(camille, brand)) == (200, "suppressed")


def test_a_pause_and_a_frequency_are_kept(strict: Browser, page: str) -> None:
    statuses = [strict.post(f"{page}pause/", {"days": "30"}), strict.post(f"{page}frequency/", {"at_most": "1"})]

    kept = ContactPreference.objects.get()
    assert [each.status_code for each in statuses] == [302, 302]
    assert (kept.paused_until is not None, kept.at_most) == (True, 1)


def test_the_link_of_a_double_opt_in_is_answered(strict: Browser, camille: Client, brand: Brand) -> None:
    asked = record_decision(
        camille, brand=brand, contact="camille@mail.example", status="pending", method="web_form", language="fr",
        notice=notice_for("marketing", "fr"), at=timezone.now(), **MARKETING,
    )  # fmt: skip

    answer = strict.post(f"/preferences/confirm/{sign_link('confirm', {'question': question_reference(asked)})}/")

    assert (answer.status_code, state(camille, brand)) == (200, "allowed")


@pytest.mark.parametrize(("word", "kept"), [("yes", "given"), ("no", "refused")])
def test_the_boutiques_question_is_answered_on_the_clients_telephone(
    strict: Browser, alice_asks: Decision, word: str, kept: str
) -> None:
    answer = strict.post(f"/preferences/hand/{hand_link([alice_asks], back='/')}/", {f"answer-{alice_asks.pk}": word})

    assert (answer.status_code, CurrentDecision.objects.get().decision.status) == (200, kept)


def test_an_objection_holds_at_once(strict: Browser, page: str, camille: Client, brand: Brand) -> None:
    allow_contact(camille, brand)

    answer = strict.post(f"{page}rights/ask/", {"kind": "objection_marketing"})

    assert (answer.status_code, SubjectRequest.objects.get().state) == (302, "done")
    assert state(camille, brand) != "allowed"


def test_an_erasure_is_asked_for_proved_and_taken_back(strict: Browser, page: str) -> None:
    here = strict.post(f"{page}rights/ask/", {"kind": "erasure"})["Location"]
    states = [SubjectRequest.objects.get().state]

    for step, said in (("send-code/", {}), ("code/", {"code": newest_code}), ("take-back/", {})):
        strict.post(f"{here}{step}", {name: value() for name, value in said.items()})
        states.append(SubjectRequest.objects.get().state)

    assert states == ["unconfirmed", "unconfirmed", "open", "withdrawn"]


def newest_code() -> str:
    return code_of(IdentityChallenge.objects.latest("pk"))


def test_the_archive_is_fetched_from_the_page_that_answers_the_code(
    strict: Browser, page: str, settings: Any, tmp_path: Path
) -> None:
    settings.EXPORT_FOLDER = tmp_path
    here = strict.post(f"{page}rights/ask/", {"kind": "portability"})["Location"]
    make_due_export(timezone.now())

    shown = strict.post(f"{here}code/", {"code": newest_code()})
    handed = strict.post(f"{here}file/", {"proof": shown.context["proof"]})

    assert (shown.status_code, shown.context["is_ready"], shown.context["wants_code"]) == (200, True, False)
    assert (handed.status_code, b"".join(handed.streaming_content)[:2]) == (200, b"PK")


def test_a_code_is_not_asked_for_again_while_the_file_is_made(strict: Browser, page: str) -> None:
    here = strict.post(f"{page}rights/ask/", {"kind": "portability"})["Location"]

    answer = strict.post(f"{here}code/", {"code": newest_code()})
    shown = strict.get(answer["Location"])

    assert (shown.context["is_made"], shown.context["wants_code"], shown.context["proof"]) == (True, False, "")


def test_another_website_has_no_archive_fetched_by_the_clients_browser(
    client: Browser, page: str, settings: Any, tmp_path: Path
) -> None:
    """The cookie comes along from wherever a form is sent (``Lax`` aside); the proof in the page does not."""
    settings.EXPORT_FOLDER = tmp_path
    here = client.post(f"{page}rights/ask/", {"kind": "portability"})["Location"]
    make_due_export(timezone.now())
    client.post(f"{here}code/", {"code": newest_code()})

    forged = client.post(f"{here}file/")

    assert (forged.status_code, forged.context["refused"]) == (403, words_in("fr")["identity_unconfirmed"])


@pytest.mark.parametrize("part", ["", "unsubscribe/", "rights/", "data/"])
def test_the_clients_own_pages_leave_no_cookie(client: Browser, page: str, part: str) -> None:
    assert (client.get(page + part).status_code, dict(client.cookies)) == (200, {})


@pytest.mark.parametrize("part", ["decide/", "pause/", "frequency/", "unsubscribe/", "rights/ask/", "data/correct/"])
def test_a_made_up_address_changes_nothing(strict: Browser, camille: Client, brand: Brand, part: str) -> None:
    allow_contact(camille, brand)
    before = Decision.objects.count()

    answer = strict.post(f"/preferences/made-up/{part}", {**MARKETING, "answer": "withdraw", "days": "30"})

    assert (answer.status_code, state(camille, brand), Decision.objects.count()) == (400, "allowed", before)
    assert (ContactPreference.objects.count(), SubjectRequest.objects.count()) == (0, 0)
