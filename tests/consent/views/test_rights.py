"""The client's rights on their own page: asked for, proved by a code, followed, taken back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from consent.models import IdentityChallenge, SubjectRequest
from consent.queries.permission import may_contact
from consent.rights.export.work import make_due_export
from consent.rights.identity import code_of
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.models import Boutique, Brand, Client
from tests.factories import make_client, make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    return f"/preferences/{preference_token(camille, brand)}/rights/"


@pytest.fixture(autouse=True)
def _exports_here(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


def ask(browser: Browser, page: str, kind: str, **more: str) -> Any:
    return browser.post(f"{page}ask/", {"kind": kind, **more})


def fetch(browser: Browser, address: str) -> Any:
    """The button of the page, with whatever its form holds."""
    return browser.post(f"{address}file/", {"proof": browser.get(address).context["proof"]})


def newest_code() -> str:
    return code_of(IdentityChallenge.objects.latest("pk"))


def test_erasure_waits_for_the_code_and_says_what_stays(client: Browser, page: str, camille: Client) -> None:
    assert words_in("fr")["ask_erasure_more"] in client.get(page).content.decode()

    answer = ask(client, page, "erasure")
    asked = SubjectRequest.objects.get()
    wrong = client.post(f"{answer['Location']}code/", {"code": "000000" if newest_code() != "000000" else "000001"})

    assert (asked.state, asked.client, asked.intake, asked.brand) == ("unconfirmed", camille, "client_page", None)
    assert (wrong.status_code, wrong.context["code"], IdentityChallenge.objects.count()) == (400, "code_wrong", 1)

    client.post(f"{answer['Location']}code/", {"code": newest_code()})
    asked.refresh_from_db()
    assert (asked.state, asked.identity_by) == ("open", "code")


def test_a_download_is_handed_out_to_whoever_typed_the_code(client: Browser, page: str) -> None:
    address = ask(client, page, "portability")["Location"]
    make_due_export(timezone.now())

    without = fetch(client, address)
    client.post(f"{address}code/", {"code": newest_code()})
    handed = fetch(client, address)

    assert (without.status_code, without.context["code"]) == (403, "identity_unconfirmed")
    reference = SubjectRequest.objects.get().reference
    assert handed["Content-Disposition"] == f'attachment; filename="{reference}.zip"'
    assert b"".join(handed.streaming_content)[:2] == b"PK"


def test_the_code_is_good_for_a_quarter_of_an_hour_of_fetching(client: Browser, page: str) -> None:
    address = ask(client, page, "portability")["Location"]
    make_due_export(timezone.now())
    shown = client.post(f"{address}code/", {"code": newest_code()})

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        answer = client.post(f"{address}file/", {"proof": shown.context["proof"]})

    assert (answer.status_code, answer.context["wants_code"]) == (403, True)


def test_a_file_that_is_still_being_made_is_not_handed_out(client: Browser, page: str) -> None:
    address = ask(client, page, "portability")["Location"]
    client.post(f"{address}code/", {"code": newest_code()})

    answer = fetch(client, address)

    assert (answer.status_code, answer.streaming) == (409, False)


def test_an_objection_is_of_the_house_of_the_page(client: Browser, page: str, brand: Brand) -> None:
    for kind in ("objection_marketing", "objection_profiling"):
        ask(client, page, kind)

    assert list(SubjectRequest.objects.values_list("brand", "kind").order_by("pk")) == [
        (brand.pk, "objection_marketing"), (brand.pk, "objection_profiling"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["human_review", "restriction", "objection_profiling"])
def test_a_right_is_asked_for_by_one_touch(client: Browser, page: str, camille: Client, kind: str) -> None:
    answer = ask(client, page, kind)
    shown = client.get(answer["Location"])

    asked = SubjectRequest.objects.get()
    assert (asked.kind, asked.client, shown.status_code) == (kind, camille, 200)
    assert [words_in("fr")[kind] in shown.content.decode(), asked.reference in shown.content.decode()] == [True, True]


@pytest.mark.parametrize(
    ("kind", "detail", "code"),
    [
        ("rectification", "", "detail_missing"),
        ("rectification", "x" * 1001, "detail_too_long"),
        ("more-cake", "", "right_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    client: Browser, page: str, kind: str, detail: str, code: str
) -> None:
    answer = ask(client, page, kind, detail=detail)

    assert (answer.status_code, answer.context["refused"]) == (400, words_in("fr")[code])
    assert SubjectRequest.objects.count() == 0


def test_whoever_else_holds_the_link_is_not_handed_the_file(client: Browser, page: str) -> None:
    """It may lie in a forwarded mail, and be held open until the client types the code."""
    address = ask(client, page, "portability")["Location"]
    make_due_export(timezone.now())
    client.post(f"{address}code/", {"code": newest_code()})

    stranger = Browser()
    refused = fetch(stranger, address)

    assert (refused.status_code, refused.context["code"]) == (403, "identity_unconfirmed")
    assert [browser.get(address).context["wants_code"] for browser in (stranger, client)] == [True, False]
    assert fetch(client, address).status_code == 200


def test_the_code_of_one_request_hands_out_no_file_of_another(client: Browser, page: str) -> None:
    addresses = []
    for kind in ("access", "portability"):
        addresses.append(ask(client, page, kind)["Location"])
        make_due_export(timezone.now())
        client.post(f"{addresses[-1]}code/", {"code": newest_code()})

    kept = client.cookies["clt_proof"].value
    statuses = []
    for address in addresses:
        stranger = Browser()
        stranger.cookies["clt_proof"] = kept
        statuses.append(stranger.post(f"{address}file/", {"proof": kept}).status_code)

    assert statuses == [403, 200]


def test_what_was_asked_can_be_taken_back(client: Browser, page: str) -> None:
    address = ask(client, page, "rectification", detail="My street is another.")["Location"]

    client.post(f"{address}take-back/")
    again = client.post(f"{address}take-back/")

    assert (SubjectRequest.objects.get().state, again.status_code) == ("withdrawn", 409)


def test_somebody_elses_request_is_not_there(client: Browser, page: str, brand: Brand, boutique: Boutique) -> None:
    other = make_known_client(boutique, "Odile", email="odile@mail.example")
    theirs = ask(client, f"/preferences/{preference_token(other, brand)}/rights/", "erasure")["Location"]
    reference = theirs.rstrip("/").rpartition("/")[2]

    statuses = [
        client.get(f"{page}{reference}/").status_code,
        client.post(f"{page}{reference}/take-back/").status_code,
        client.post(f"{page}{reference}/code/", {"code": newest_code()}).status_code,
        client.get(f"{page}R-NOTTHERE/").status_code,
    ]

    assert (statuses, SubjectRequest.objects.get().state) == ([404] * 4, "unconfirmed")


def test_without_an_address_the_page_sends_the_client_to_a_boutique(client: Browser, brand: Brand) -> None:
    nobody = make_client(language="en")

    answer = ask(client, f"/preferences/{preference_token(nobody, brand)}/rights/", "erasure")

    assert (answer.status_code, answer.context["code"]) == (400, "no_known_address")


@pytest.mark.parametrize("language", ["en", "fr", "it", "zh-hans"])
def test_the_page_speaks_the_clients_language(client: Browser, page: str, camille: Client, language: str) -> None:
    Client.objects.filter(pk=camille.pk).update(language=language)
    ask(client, page, "human_review")

    text = client.get(page).content.decode()

    assert [words_in(language)[word] in text for word in ("rights_title", "human_review", "erase")] == [True] * 3


def test_to_withdraw_takes_no_more_touches_than_to_give(client: Browser, camille: Client, brand: Brand) -> None:
    """One form with one button each way on the same page, and no question in between."""
    choices = f"/preferences/{preference_token(camille, brand)}/"
    said = {"purpose": "marketing", "channel": "email"}

    touches = {}
    for answer, reason in (("give", "allowed"), ("withdraw", "suppressed")):
        buttons = client.get(choices).content.decode().count(f'value="{answer}"')
        reply = client.post(f"{choices}decide/", {**said, "answer": answer})
        permission = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=timezone.now())
        touches[answer] = (buttons > 0, reply.status_code, reply["Location"], permission.reason == reason)

    assert touches["give"] == touches["withdraw"] == (True, 302, choices, True)


def test_another_code_can_be_asked_for_and_three_an_hour_are_enough(client: Browser, page: str) -> None:
    address = ask(client, page, "erasure")["Location"]

    answers = [client.post(f"{address}send-code/") for _ in range(3)]

    assert [each.status_code for each in answers] == [302, 302, 429]
    assert (answers[0]["Location"], answers[2].context["code"]) == (address, "too_many_codes")
    assert IdentityChallenge.objects.count() == 3


def test_the_page_says_that_a_code_is_on_its_way_for_as_long_as_it_can_be_typed(client: Browser, page: str) -> None:
    address = ask(client, page, "erasure")["Location"]

    fresh = client.get(address)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        old = client.get(address)

    said = [words_in("fr")["code_sent"] in each.content.decode() for each in (fresh, old)]
    assert ([each.context["is_code_sent"] for each in (fresh, old)], said) == ([True, False], [True, False])
