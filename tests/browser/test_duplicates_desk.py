"""The desk of likely doubles with the hands on the keys."""

from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.actions.duplicates import compare_changed
from crm.models import Boutique, Client, DuplicateProposal, MergeLog, User
from tests.browser.log_in import log_in
from tests.factories import add_identifier, make_known_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/data-quality/duplicates/"


@pytest.fixture
def pairs(boutique: Boutique) -> list[DuplicateProposal]:
    """Two pairs: Camille, misspelt at the other counter, and Katya, in another alphabet."""
    for given, family, born, city in (
        ("Camille", "Laurent", date(1984, 6, 12), "Paris"),
        ("Camile", "Lorent", date(1984, 6, 12), "Lyon"),
        ("Ekaterina", "Volkova", date(1979, 11, 3), "Paris"),
        ("Катя", "Волкова", date(1979, 11, 3), ""),
    ):
        made = make_known_client(boutique, given, family_name=family, birth_date=born, city=city)
        add_identifier(made, "phone", f"+3363998{made.pk:04}")
    compare_changed()
    return list(DuplicateProposal.objects.order_by("-score", "id"))


def test_next_previous_not_the_same_merge_and_undo_each_have_a_key(
    page: Page, visitor: BrowserContext, live_server: LiveServer, maya: User, pairs: list[DuplicateProposal]
) -> None:
    log_in(visitor, live_server, maya)
    first, second = (f"{pair.a.name}" for pair in pairs)
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(live_server.url + DESK)
    shown = page.locator(".desk thead .name").first

    for key, name in (("j", second), ("k", first)):
        expect(shown).not_to_have_text(name)
        page.keyboard.press(key)
        expect(shown).to_have_text(name)
    page.keyboard.press("n")
    expect(page.locator(".notice")).to_contain_text("Two people")
    page.keyboard.press("u")
    expect(page.get_by_text("wait to be decided again")).to_be_visible()
    page.goto(live_server.url + DESK)
    page.locator('input[name="given_name"][value="b"]').check()
    page.keyboard.press("m")
    expect(page.locator(".notice")).to_contain_text("One person now")

    statuses = list(DuplicateProposal.objects.order_by("-score", "id").values_list("status", flat=True))
    assert statuses == ["merged", "open"]
    assert Client.objects.get(pk=MergeLog.objects.get().keep_id).given_name == pairs[0].b.given_name
