"""``manage.py screenshots``: every staff screen of a running demonstration, at tablet and phone size, as PNG."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = settings.BASE_DIR / "docs" / "images"
SIZES = {"tablet": (1180, 820), "phone": (390, 844)}
SCREENS = {
    "my-day": "/my-day/",
    "clients": "/clients/",
    "search": "/clients/?q=lauren",
    "client": "/clients/{uid}/?q=lauren",
    "check-in": "/check-in/",
    "me": "/me/",
}


class Command(BaseCommand):
    help = "Takes a picture of every staff screen of a running demonstration, for the eye and for the docs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.BASE_URL, help="Where the demonstration answers.")
        parser.add_argument(
            "--to", type=Path, default=settings.BASE_DIR / "docs" / "images", help="Folder of the PNGs."
        )
        parser.add_argument("--as", dest="who", default="alice", help="Whose log-in of the demonstration house.")
        parser.add_argument("--client", default="camille.laurent@example.org", help="Whose page, by e-mail address.")
        parser.add_argument("--chromium", default="/usr/bin/chromium", help="The browser.")

    def handle(self, *args: Any, **options: Any) -> None:
        options["to"].mkdir(parents=True, exist_ok=True)
        login = _login(options["who"])
        uid = _uid_of(options["client"])
        with _browser(options["chromium"]) as browser:
            for size, light in [(size, light) for size in SIZES for light in ("light", "dark")]:
                page = _logged_in(browser, options["address"], login, size, light)
                for name, path in SCREENS.items():
                    target = options["to"] / f"{name}-{size}{'-dark' if light == 'dark' else ''}.png"
                    _take(page, options["address"] + path.format(uid=uid), target)
                    self.stdout.write(f"{target.name}  {target.stat().st_size // 1000} kB")
                page.context.close()


def _login(who: str) -> dict[str, str]:
    path = settings.VAR / "demo-house.json"
    if not path.exists():
        raise CommandError("There is no demonstration house here; run manage.py demo_house.")
    found: dict[str, str] = json.loads(path.read_text())["logins"][who]
    return found


def _uid_of(email: str) -> str:
    from crm.models import Client

    client = Client.objects.filter(identifiers__namespace="email", identifiers__value=email).first()
    if client is None:
        raise CommandError(f"Nobody has the address {email}.")
    return client.uid


@contextmanager
def _browser(chromium: str) -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def _logged_in(browser: "Browser", address: str, login: dict[str, str], size: str, light: str) -> "Page":
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(login["email"])
    page.get_by_label("Password").fill(login["password"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/my-day/")
    return page


def _take(page: "Page", address: str, target: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target)
