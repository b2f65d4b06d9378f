"""The house stands for all tests of this folder; its screens are walked through in one window a person."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility.axe import HERE
from tests.browser.accessibility.house import Names, fill_house
from tests.browser.accessibility.screens import SCREENS
from tests.browser.accessibility.walk import Walk
from tests.browser.accessibility.windows import window_of
from tests.demonstration import FAST_HASHERS
from tests.node_packages import packages_of


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Names]:
    """Committed, since a server in another thread reads it; emptied again at the end."""
    packages_of(HERE)
    folder = tmp_path_factory.mktemp("house")
    own: dict[str, Any] = {
        "VAR": folder,
        "PASSWORD_HASHERS": FAST_HASHERS,
        "PRIVACY_JOURNAL_FOLDER": folder / "privacy-journal",
        "UPLOAD_FOLDER": folder / "uploads",
        "ALLOWED_HOSTS": ["localhost"],
    }
    with django_db_blocker.unblock(), override_settings(**own), pytest.MonkeyPatch.context() as patch:
        # A window keeps its threads of the server, one for each of its connections, and each would keep the database.
        patch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
        try:
            names = fill_house()
            with override_settings(**_keys_of_the_shop(folder)):
                yield names
        finally:
            # Later tests get numbers that this process has not seen.
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _keys_of_the_shop(folder: Path) -> dict[str, str]:
    keys = json.loads((folder / "demo-house.json").read_text(encoding="utf-8"))
    written = keys["write_keys"]
    return {
        "STOREFRONT_API_KEY": keys["api_key"],
        "STOREFRONT_WRITE_KEY": written["aurelle-web"],
        "APP_WRITE_KEY": written["aurelle-app"],
    }


@pytest.fixture(scope="package")
def server(house: Names) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="package")
def walk(browser: Browser, server: LiveServer, house: Names) -> Iterator[Walk]:
    """Everybody is logged in before the first test, whose own transaction nobody else would see."""
    with ExitStack() as windows:
        everybody = dict.fromkeys(screen.who for screen in SCREENS)
        pages = {who: windows.enter_context(window_of(who, browser, server.url)) for who in everybody}
        yield Walk(server.url, house, pages)
