"""Takes a picture of every screen, from a demonstration that runs: `make demo`, then `make screenshots`.

Needs Chromium. Reads addresses and log-ins from var/demo.json (or the folder of CLIENTELING_VAR), and writes
NAME-tablet.png and NAME-phone.png beside itself, or into the folder that is given.
"""

import json
import os
import secrets
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
SIZES = {"tablet": {"width": 1180, "height": 820}, "phone": {"width": 390, "height": 844}}
OPEN = {
    "log-in": "/accounts/login/",
    "shop": "/shop/",
    "shop-products": "/shop/products/",
    "shop-cart": "/shop/cart/",
    "app-sign-in": "/app/sign-in/",
    "app-join": "/app/join/",
}
ADVISOR = {"my-day": "/my-day/", "clients": "/clients/", "check-in": "/check-in/", "me": "/me/"}
MANAGER = {"manager-my-day": "/my-day/", "duplicates": "/data-quality/duplicates/"}
PRIVACY = {
    "privacy": "/privacy/",
    "privacy-access": "/privacy/access/",
    "privacy-alerts": "/privacy/alerts/",
    "privacy-exports": "/privacy/exports/",
    "privacy-records": "/privacy/records/",
    "privacy-requests": "/privacy/requests/",
    "privacy-retention": "/privacy/retention/",
    "privacy-transfers": "/privacy/transfers/",
    "privacy-breach": "/privacy/breach/",
}
HEADQUARTERS = {
    "journeys": "/journeys/",
    "segments": "/segments/",
    "destinations": "/segments/destinations/",
    "contradictions": "/data-quality/dates/",
    "data-quality": "/data-quality/",
    "identity-desk": "/data-quality/identity/",
    "uploads": "/data-quality/uploads/",
    "sources": "/data-quality/sources/",
    "source": "/data-quality/sources/aurelle-web/",
    "source-totals": "/data-quality/totals/",
}
ADMIN = {"admin": "/admin/"}
CAMILLE = "camille.laurent@example.org"


def chromium() -> str:
    """Return the browser's path. Raises SystemExit with a sentence when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    sys.exit("There is no Chromium here. On Debian: apt-get install chromium")


def read_card() -> dict[str, Any]:
    file = Path(os.environ.get("CLIENTELING_VAR") or HERE.parents[1] / "var") / "demo.json"
    if not file.exists():
        sys.exit(f"There is no {file}: run `make demo` first and leave it running.")
    card: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return card


def log_in(page: Page, base: str, entry: dict[str, str]) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", entry["email"])
    page.fill("input[name=password]", entry["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def shoot(page: Page, address: str, file: Path) -> None:
    """Take one picture, once the page and its fonts are there; a page that fails is told and not taken."""
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        print(f"{address} answers {answer.status if answer else 'nothing'}", file=sys.stderr)
        return
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file)
    print(file.name)


def take_all(browser: Browser, card: dict[str, Any], folder: Path) -> None:
    base, logins = card["addresses"]["base"], card["logins"]
    screens = [(None, OPEN), ("alice", ADVISOR), ("maya", MANAGER), ("hana", HEADQUARTERS), ("petra", PRIVACY)]
    screens += [("admin", ADMIN)]
    for size, viewport in SIZES.items():
        for who, paths in screens:
            context = browser.new_context(viewport=viewport, device_scale_factor=1)
            # Asked and answered, so that the question does not stand before every picture.
            context.add_cookies([{"name": "clt_consent", "value": "refused", "url": base}])
            page = context.new_page()
            if who:
                log_in(page, base, logins[who])
            for name, path in (paths | first_found(page, card, who)).items():
                shoot(page, base + path, folder / f"{name}-{size}.png")
            page.context.close()
    take_own_pages(browser, base, folder)


def take_own_pages(browser: Browser, base: str, folder: Path) -> None:
    """The client's own page in every language, at the size of a phone, for somebody who has just joined."""
    context = browser.new_context(viewport=SIZES["phone"], device_scale_factor=1)
    context.add_cookies([{"name": "clt_consent", "value": "refused", "url": base}])
    page = context.new_page()
    own = own_page(page, base)
    for language in ("en", "fr", "it", "zh-hans"):
        own = speak(page, base, own, language)
        for name, path in {"choices": "", "data": "data/", "rights": "rights/"}.items():
            shoot(page, f"{base}{own}{path}", folder / f"own-{name}-{language}-phone.png")
    shoot(page, f"{base}/app/privacy/", folder / "app-privacy-phone.png")
    context.close()


def speak(page: Page, base: str, own: str, language: str) -> str:
    """Choose the language on the client's own page; the path of the page that answers."""
    page.goto(f"{base}{own}data/")
    page.select_option("#language", language)
    page.click(".own-data button")
    return page.url.removeprefix(base).partition("data/")[0]


def own_page(page: Page, base: str) -> str:
    """The path of the own page of somebody who joins the app now."""
    page.goto(f"{base}/app/join/")
    page.fill("[name=email]", f"camille.{secrets.token_hex(4)}@mail.example")
    page.fill("[name=password]", secrets.token_urlsafe(16))
    page.fill("[name=given_name]", "Camille")
    page.fill("[name=family_name]", "Laurent")
    page.check("[name=profiling]")
    page.check("[name=marketing]")
    page.click("form.stack button.is-wide")
    page.goto(f"{base}/app/privacy/")
    page.click("#own-page button")
    return page.url.removeprefix(base)


def first_found(page: Page, card: dict[str, Any], who: str | None) -> dict[str, str]:
    """Return the pages whose address only the demonstration knows: the first client, the first piece."""
    base = card["addresses"]["base"]
    if who == "alice":
        client = first_link(page, f"{base}/clients/", "/clients/C-")
        own = {"client": client, "identity": f"{client}identity/", "client-consents": f"{client}consents/"}
        return own | a_closed_one(page, card)
    if who == "hana":
        journey = first_link(page, f"{base}/journeys/", "/journeys/")
        return {"journey": journey, "segment": first_link(page, f"{base}/segments/", "/segments/AURELLE/")}
    if who == "petra":
        return first_evidence(page, base)
    if who is None:
        return {"shop-product": first_link(page, f"{base}/shop/products/", "/shop/products/")}
    return {}


def first_evidence(page: Page, base: str) -> dict[str, str]:
    """Camille's evidence, the request that is due first, and the receipt of an erasure where one is finished."""
    page.goto(f"{base}/privacy/")
    page.fill("#q", CAMILLE)
    page.press("#q", "Enter")
    page.wait_for_url("**/privacy/clients/**")
    evidence = page.url.removeprefix(base)
    found = {"privacy-client": evidence, "privacy-request": a_request(page, base, evidence.split("/")[3])}
    page.goto(f"{base}/privacy/requests/?which=closed&kind=erasure")
    receipt = page.locator(".request-row", has_text="Done,").locator("a").first
    return found | ({"privacy-receipt": str(receipt.get_attribute("href"))} if receipt.count() else {})


def a_closed_one(page: Page, card: dict[str, Any]) -> dict[str, str]:
    """The protected client whom somebody opened, as Petra's desk names them: the page asks Alice why."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context()
    desk = context.new_page()
    log_in(desk, card["addresses"]["base"], card["logins"]["petra"])
    found = first_link(desk, f"{card['addresses']['base']}/privacy/", "/privacy/clients/")
    context.close()
    return {} if found == "/privacy/clients/" else {"client-closed": found.removeprefix("/privacy")}


def a_request(page: Page, base: str, uid: str) -> str:
    """The first request that waits; with none, this client's letter is written down."""
    waiting = first_link(page, f"{base}/privacy/requests/", "/privacy/requests/R-")
    if waiting != "/privacy/requests/R-":
        return waiting
    form = "form[action$='/take-in/']"
    page.fill(f"{form} [name=q]", uid)
    page.select_option(f"{form} [name=kind]", "rectification")
    page.fill(f"{form} [name=detail]", "The family name is spelt with two t.")
    page.click(f"{form} button")
    return page.url.removeprefix(base)


def first_link(page: Page, address: str, beginning: str) -> str:
    page.goto(address)
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    paths = [link.partition("?")[0] for link in found if link.startswith(beginning)]
    return next((path for path in paths if path != beginning), beginning)


def main(words: list[str]) -> None:
    folder = Path(words[0]) if words else HERE
    folder.mkdir(parents=True, exist_ok=True)
    card = read_card()
    with sync_playwright() as playwright:
        # Chromium's own sandbox needs privileges that root in a container does not have; the pages are our own.
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        take_all(playwright.chromium.launch(executable_path=chromium(), args=flags), card, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
