import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clienteling.models import Contact, Note
from consent.actions.restrict import restrict_client
from consent.models import AccessEntry
from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Relation, Segment, User
from tests.factories import allow_contact, make_known_client, make_product, make_purchase, set_stock

HTMX = {"HX-Request": "true"}


def without_token(page: bytes) -> str:
    """The page without the token against forged requests, which is masked anew each time."""
    return re.sub(r'"X-CSRFToken": "\w+"', "", page.decode())


def test_the_page_shows_email_unique_id_and_segment(
    client: Browser, alice: User, camille: Client, brand: Brand, now: datetime
) -> None:
    gift = Segment.objects.create(brand=brand, code="gift", name="Gift", tag="gift")
    enter_segment(gift, camille, reason="alert", at=now)
    client.force_login(alice)

    page = client.get(f"/clients/{camille.uid}/").content.decode()

    assert [found in page for found in ("camille@mail.example", camille.uid, '<span class="tag">Gift</span>')] == [
        True,
        True,
        True,
    ]


def test_looking_is_written_down(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    answer = client.get(f"/clients/{camille.uid}/")

    entry = AccessEntry.objects.get()
    assert (entry.user, entry.client, entry.action) == (alice, camille, "viewed")
    assert entry.request_id == answer.headers["X-Request-Id"]


def test_an_unknown_and_a_forbidden_client_answer_alike(client: Browser, charlie: User, camille: Client) -> None:
    client.force_login(charlie)

    forbidden, unknown = client.get(f"/clients/{camille.uid}/"), client.get("/clients/C-0000000000/")

    assert (forbidden.status_code, unknown.status_code) == (404, 404)
    assert without_token(forbidden.content) == without_token(unknown.content)
    assert AccessEntry.objects.count() == 0


def test_the_unique_id_of_a_merged_duplicate_still_opens_the_page(
    client: Browser, alice: User, camille: Client, boutique: Boutique
) -> None:
    duplicate = make_known_client(boutique, "Camille")
    duplicate.canonical = camille
    duplicate.save()
    client.force_login(alice)

    answer = client.get(f"/clients/{duplicate.uid}/")

    assert answer.context["client"] == camille


@pytest.mark.parametrize(
    "path", ["/clients/", "/clients/{uid}/", "/clients/{uid}/story/", "/clients/{uid}/for-client/"]
)
def test_a_privacy_officer_browses_nobody(client: Browser, petra: User, camille: Client, path: str) -> None:
    client.force_login(petra)

    answer = client.get(path.format(uid=camille.uid))

    assert answer.status_code == 403
    assert "Camille" not in answer.content.decode()
    assert AccessEntry.objects.count() == 0


def test_a_stranger_is_sent_to_the_log_in(client: Browser, camille: Client) -> None:
    answer = client.get(f"/clients/{camille.uid}/")

    assert answer.headers["Location"] == f"/accounts/login/?next=/clients/{camille.uid}/"


def test_a_fragment_after_the_session_ended_replaces_nothing(client: Browser, camille: Client) -> None:
    answer = client.post(f"/clients/{camille.uid}/notes/", {"text": "tea"}, headers=HTMX)

    assert (answer.status_code, answer.content) == (401, b"")
    assert Note.objects.count() == 0


def test_no_copy_of_a_clients_page_stays_in_the_browser(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    answer = client.get(f"/clients/{camille.uid}/")

    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "HX-Request" in answer.headers["Vary"]


def test_the_statements_of_a_page_do_not_grow_with_its_history(
    client: Browser, alice: User, camille: Client, boutique: Boutique, brand: Brand
) -> None:
    client.force_login(alice)
    product = make_product(brand)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/clients/{camille.uid}/")
        return len([each for each in captured if "SAVEPOINT" not in each["sql"]])

    make_purchase(camille, boutique, product, at=timezone.now() - timedelta(days=9))
    with_one = statements()
    for days in (3, 5):
        make_purchase(camille, boutique, product, at=timezone.now() - timedelta(days=days))
        Note.objects.create(client=camille, boutique=boutique, author=alice, text="tea")

    assert (with_one, statements()) == (12, 12)


def test_with_somebody_of_hers_it_is_one_statement_more(
    client: Browser, alice: User, camille: Client, boutique: Boutique
) -> None:
    client.force_login(alice)
    for name in ("Paul", "Anouk"):
        Relation.objects.create(client=camille, other=make_known_client(boutique, name), kind="sibling")

    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/clients/{camille.uid}/")

    assert len([each for each in captured if "SAVEPOINT" not in each["sql"]]) == 13
    assert [each.name for each in page.context["head"].profile.relations] == ["Paul Laurent", "Anouk Laurent"]


def test_a_note_saves_itself_and_saves_again_as_the_same_note(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)
    path = f"/clients/{camille.uid}/notes/"

    client.post(path, {"text": "Prefers tea"}, headers=HTMX)
    note = Note.objects.get()
    answer = client.post(path, {"text": "Prefers tea.", "note": note.pk, "is_private": "on"}, headers=HTMX)

    note.refresh_from_db()
    assert (Note.objects.count(), note.text, note.is_private) == (1, "Prefers tea.", True)
    assert "Saved at" in answer.content.decode()


def test_a_note_emptied_by_its_author_is_gone(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)
    note = Note.objects.create(client=camille, author=alice, text="tea")

    client.post(f"/clients/{camille.uid}/notes/", {"text": " ", "note": note.pk}, headers=HTMX)

    assert Note.objects.count() == 0


def test_nobody_rewrites_a_colleagues_note(client: Browser, alice: User, bob: User, camille: Client) -> None:
    note = Note.objects.create(client=camille, author=alice, text="tea")
    client.force_login(bob)

    answer = client.post(f"/clients/{camille.uid}/notes/", {"text": "coffee", "note": note.pk}, headers=HTMX)

    note.refresh_from_db()
    assert (answer.status_code, note.text, Note.objects.count()) == (404, "tea", 1)


def test_a_private_note_is_read_by_its_author_alone(
    client: Browser, alice: User, bob: User, camille: Client, boutique: Boutique
) -> None:
    Note.objects.create(client=camille, author=alice, boutique=boutique, text="mine alone", is_private=True)
    Note.objects.create(client=camille, author=alice, boutique=boutique, text="for all of us")
    seen = {}

    for user in (alice, bob):
        client.force_login(user)
        seen[user] = [note.text for note in client.get(f"/clients/{camille.uid}/").context["head"].care.notes]

    assert seen == {alice: ["for all of us", "mine alone"], bob: ["for all of us"]}


def test_a_note_too_long_is_refused_and_nothing_is_cut(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    answer = client.post(f"/clients/{camille.uid}/notes/", {"text": "x" * 2001}, headers=HTMX)

    assert "Longer than 2000 letters" in answer.content.decode()
    assert Note.objects.count() == 0


def test_a_conversation_is_written_down_and_stands_in_the_story(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    client.post(f"/clients/{camille.uid}/contacts/", {"channel": "phone", "text": "Will come on Saturday"})

    contact = Contact.objects.get()
    assert (contact.advisor, contact.client, contact.channel) == (alice, camille, "phone")
    story = client.get(f"/clients/{camille.uid}/story/?kind=contact", headers=HTMX)
    assert [entry.text for entry in story.context["page"].entries] == ["Telephone, with Alice: Will come on Saturday"]


def test_an_unknown_channel_is_refused(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    answer = client.post(f"/clients/{camille.uid}/contacts/", {"channel": "pigeon"})

    assert (answer.status_code, Contact.objects.count()) == (422, 0)


@pytest.mark.parametrize("after", ["", "nonsense", "2026-13-45T00:00:00Z~visit~1", "2026-01-01T00:00:00~visit~1", "~~"])
def test_a_bent_cursor_begins_the_story_anew(client: Browser, alice: User, camille: Client, after: str) -> None:
    client.force_login(alice)

    answer = client.get(f"/clients/{camille.uid}/story/", {"after": after}, headers=HTMX)

    assert (answer.status_code, answer.context["is_further"]) == (200, False)


def test_what_suits_her_is_in_stock_here_and_says_why(
    client: Browser, alice: User, camille: Client, brand: Brand, boutique: Boutique
) -> None:
    allow_contact(camille, brand, purpose="profiling", channel="")
    here, gone = make_product(brand, "case"), make_product(brand, "trunk")
    set_stock(here, boutique, 2)
    set_stock(gone, boutique, 0)
    make_purchase(None, boutique, here, gone, at=timezone.now() - timedelta(days=2))
    client.force_login(alice)

    answer = client.get(f"/clients/{camille.uid}/for-client/", headers=HTMX)

    assert [(piece.code, piece.why) for piece in answer.context["pieces"]] == [
        ("case", "Among the pieces most chosen this season")
    ]


def test_each_part_of_the_page_is_a_look_of_its_own(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    for part in ("story", "for-client", "notes/blank"):
        client.get(f"/clients/{camille.uid}/{part}/")

    looks = AccessEntry.objects.order_by("pk").values_list("user", "client", "fields")
    assert list(looks) == [(alice.pk, camille.pk, [field]) for field in ("timeline", "recommendations", "notes")]


def test_searching_is_written_down_without_what_was_typed(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)

    client.post("/clients/", {"q": "camille"})

    entry = AccessEntry.objects.get()
    assert (entry.user, entry.client, entry.action, entry.why) == (alice, None, "searched", "search")


def test_what_was_typed_stands_in_no_address(client: Browser, alice: User, camille: Client, bob: User) -> None:
    client.force_login(alice)

    page = client.post("/clients/", {"q": "camille laurent"}).content.decode()

    addresses = re.findall(r'(?:href|action|hx-[a-z-]+)="([^"]*)"', page)
    assert [address for address in addresses if "laurent" in address.casefold()] == []
    assert f"/clients/{camille.uid}/?found=1" in addresses


def test_the_list_is_still_the_found_one_on_the_way_back(
    client: Browser, alice: User, camille: Client, boutique: Boutique
) -> None:
    make_known_client(boutique, "Dora", family_name="Neri")
    client.force_login(alice)

    client.post("/clients/", {"q": "laurent"})

    def names(query: str) -> list[str]:
        return [row.client.name for row in client.get(f"/clients/?{query}").context["found"].rows]

    assert names("found=1") == ["Camille Laurent"]
    assert names("scope=boutique") == ["Dora Neri", "Camille Laurent"]


def test_what_was_typed_is_gone_with_the_log_out(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)
    client.post("/clients/", {"q": "laurent"})

    client.post("/accounts/logout/")
    client.force_login(alice)

    assert client.get("/clients/?found=1").context["chosen"].text == ""


def test_what_was_typed_is_shown_as_text(client: Browser, alice: User) -> None:
    client.force_login(alice)

    page = client.post("/clients/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


def test_a_restriction_is_shown_to_whoever_reads_the_page(camille: Client, alice: User, petra: User) -> None:
    browser = Browser()
    browser.force_login(alice)
    assert "Restricted since" not in browser.get(f"/clients/{camille.uid}/").content.decode()

    restrict_client(camille, reason="contested", actor=petra, at=datetime(2026, 3, 10, 14, tzinfo=UTC))

    page = browser.get(f"/clients/{camille.uid}/").content.decode()
    assert "Restricted since 10 March 2026: to be read, and not used." in page
    assert "contested" not in page
