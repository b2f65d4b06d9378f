"""Headquarters hands in a file of clients, sees what it would do, and imports it; a worker does the rest meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.ingest.uploads.work import work_on_due_upload
from crm.models import Brand, Client, User
from tests.browser.conftest import until
from tests.browser.log_in import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTENT = "Customer No,First Name,E-mail,Town\n17,Élodie,elodie@mail.example,Paris\n18,Marc,marc@,Lyon\n"


@pytest.fixture
def worker(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Looks for a due file all the time, as beat's nudge has it do."""
    settings.UPLOAD_FOLDER = tmp_path / "uploads"
    over = Event()

    def work() -> None:
        while not over.wait(0.1):
            work_on_due_upload()
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def test_a_file_is_handed_in_checked_and_imported(
    page: Page, visitor: BrowserContext, live_server: LiveServer, hana: User, brand: Brand, worker: None, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    file.write_text(CONTENT)
    log_in(visitor, live_server, hana)
    page.set_viewport_size({"width": 1180, "height": 820})

    page.goto(f"{live_server.url}/data-quality/uploads/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="clients.csv")).to_be_visible()
    expect(page.get_by_label("First Name")).to_have_value("given_name")
    expect(page.get_by_text("1 of the first 2 are good")).to_be_visible()
    # A column that was guessed wrongly is told otherwise, and the first lines follow.
    page.get_by_label("Town").select_option("")
    expect(page.locator(".upload-preview")).not_to_contain_text("Paris")
    # What has just been put in answers the hand once it has settled.
    until(page, "!document.querySelector('.htmx-settling')")
    page.get_by_label("Town").select_option("city")
    expect(page.locator(".upload-preview")).to_contain_text("Paris")
    page.get_by_role("button", name="Check the whole file").click()
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible(timeout=15000)
    foretold = Client.objects.count()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("heading", name="What it brought")).to_be_visible(timeout=15000)

    assert foretold == 0
    assert [(each.given_name, each.city) for each in Client.objects.all()] == [("Élodie", "Paris")]
