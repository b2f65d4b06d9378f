from datetime import timedelta

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clienteling.actions.visits import arrive
from clienteling.models import SuggestionAnswer, Task, Visit
from consent.rights.requests import open_request
from crm.models import Boutique, Brand, Client, User
from tests.factories import allow_contact, make_known_client, make_purchase

HTMX = {"HX-Request": "true"}


def visit_of(client: Client, boutique: Boutique, advisor: User | None = None) -> Visit:
    return arrive(client, boutique=boutique, advisor=advisor, method="qr", at=timezone.now())


def test_the_app_opens_on_my_day(client: Browser, alice: User, camille: Client, boutique: Boutique) -> None:
    visit_of(camille, boutique)
    client.force_login(alice)

    page = client.get("/", follow=True)

    assert page.redirect_chain == [("/my-day/", 302)]
    assert [visit.client for visit in page.context["visits"]] == [camille]


def test_a_privacy_officer_is_not_led_to_clients(client: Browser, petra: User) -> None:
    client.force_login(petra)

    page = client.get("/my-day/").content.decode()

    assert page.count('href="/clients/"') == 0


def test_the_statements_of_my_day_do_not_grow(client: Browser, alice: User, boutique: Boutique, brand: Brand) -> None:
    client.force_login(alice)

    def fill(number: int) -> None:
        guest = make_known_client(boutique, f"Guest{number}", email=f"g{number}@mail.example", advisor=alice)
        allow_contact(guest, brand)
        make_purchase(guest, boutique, at=timezone.now() - timedelta(days=20))
        visit_of(make_known_client(boutique, f"Visitor{number}"), boutique, alice)
        Task.objects.create(boutique=boutique, advisor=alice, text="call", due_on=timezone.localdate())

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/my-day/")
        return len(captured)

    fill(1)
    with_one = statements()
    fill(2)
    fill(3)

    assert (with_one, statements()) == (14, 14)


def test_headquarters_have_a_day_without_a_boutique(client: Browser, hana: User) -> None:
    client.force_login(hana)

    page = client.get("/my-day/")

    assert (page.status_code, page.context["boutique"]) == (200, None)
    assert "visits" not in page.context


def test_a_privacy_officers_day_is_what_waits_on_the_desk(client: Browser, petra: User, camille: Client) -> None:
    client.force_login(petra)
    quiet = client.get("/my-day/").context["desk"]
    open_request(camille, kind="erasure", intake="officer", actor=petra)

    busy = client.get("/my-day/").context["desk"]

    assert (quiet["requests"].open, quiet["alerts"]) == (0, 0)
    assert (busy["requests"].open, busy["requests"].overdue, busy["alerts"]) == (1, 0, 0)


def test_a_visit_is_attended_left_and_taken_back(
    client: Browser, alice: User, camille: Client, boutique: Boutique
) -> None:
    visit = visit_of(camille, boutique)
    client.force_login(alice)

    client.post(f"/visits/{visit.pk}/attend/", headers=HTMX)
    visit.refresh_from_db()
    assert visit.advisor == alice

    client.post(f"/visits/{visit.pk}/leave/", headers=HTMX)
    visit.refresh_from_db()
    assert visit.left_at is not None

    client.post(f"/visits/{visit.pk}/come-back/", headers=HTMX)
    visit.refresh_from_db()
    assert visit.left_at is None


def test_nobody_ends_a_visit_to_another_boutique(
    client: Browser, charlie: User, camille: Client, boutique: Boutique
) -> None:
    visit = visit_of(camille, boutique)
    client.force_login(charlie)

    answer = client.post(f"/visits/{visit.pk}/leave/", headers=HTMX)

    visit.refresh_from_db()
    assert (answer.status_code, visit.left_at) == (404, None)


def test_a_get_changes_nothing(client: Browser, alice: User, camille: Client, boutique: Boutique) -> None:
    visit = visit_of(camille, boutique)
    client.force_login(alice)

    assert client.get(f"/visits/{visit.pk}/leave/").status_code == 405

    visit.refresh_from_db()
    assert visit.left_at is None


def test_accepting_a_suggestion_opens_her_page_where_the_talk_is_noted(
    client: Browser, alice: User, camille: Client
) -> None:
    client.force_login(alice)

    answer = client.post(f"/suggestions/{camille.uid}/first_purchase/accept/", {"channel": "email"})

    assert answer.headers["Location"] == f"/clients/{camille.uid}/?contact=email#contact"
    assert SuggestionAnswer.objects.get().answer == "accepted"


def test_later_changes_the_row_and_undo_gives_it_back(
    client: Browser, alice: User, camille: Client, brand: Brand, boutique: Boutique
) -> None:
    allow_contact(camille, brand)
    make_purchase(camille, boutique, at=timezone.now() - timedelta(days=20))
    client.force_login(alice)

    later = client.post(f"/suggestions/{camille.uid}/first_purchase/later/", headers=HTMX)
    assert later.context["answer"].answer == "snoozed"
    assert client.get("/my-day/").context["suggestions"] == []

    back = client.post(f"/suggestions/{camille.uid}/first_purchase/take-back/", headers=HTMX)

    assert [each.client for each in back.context["suggestions"]] == [camille]


def test_nobody_answers_for_a_client_of_another_boutique(client: Browser, charlie: User, camille: Client) -> None:
    client.force_login(charlie)

    answer = client.post(f"/suggestions/{camille.uid}/first_purchase/later/", headers=HTMX)

    assert (answer.status_code, SuggestionAnswer.objects.count()) == (404, 0)


def test_a_task_is_ticked_and_the_tick_undone(client: Browser, alice: User, boutique: Boutique) -> None:
    task = Task.objects.create(boutique=boutique, advisor=alice, text="call", due_on=timezone.localdate())
    client.force_login(alice)

    client.post(f"/tasks/{task.pk}/complete/", headers=HTMX)
    task.refresh_from_db()
    assert task.done_by == alice

    client.post(f"/tasks/{task.pk}/reopen/", headers=HTMX)
    task.refresh_from_db()
    assert (task.done_by, task.done_at) == (None, None)


def test_a_colleagues_task_is_not_ticked(client: Browser, alice: User, bob: User, boutique: Boutique) -> None:
    task = Task.objects.create(boutique=boutique, advisor=bob, text="call", due_on=timezone.localdate())
    client.force_login(alice)

    answer = client.post(f"/tasks/{task.pk}/complete/", headers=HTMX)

    task.refresh_from_db()
    assert (answer.status_code, task.done_at) == (404, None)
