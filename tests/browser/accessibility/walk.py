"""A walk through the screens: what is wrong with each."""

from dataclasses import dataclass

from playwright.sync_api import Page, Response

from tests.browser.accessibility.axe import bring, found_by, found_by_axe
from tests.browser.accessibility.house import Names
from tests.browser.accessibility.screen import Screen
from tests.browser.conftest import until

TABLET, PHONE, NARROW = (1180, 820), (390, 844), (320, 640)
SETTLED = """document.readyState === 'complete'
  && !document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping, .htmx-added')"""
# What is folded is measured open; of those that share a name one is open at a time.
UNFOLD = "document.querySelectorAll('details:not([name])').forEach((each) => { each.open = true })"
SEND = """([path, content]) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value
  const form = Object.assign(document.createElement('form'), {method: 'post', action: path})
  for (const [name, value] of Object.entries({...content, csrfmiddlewaretoken: token})) {
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}))
  }
  document.body.append(form)
  form.submit()
}"""


@dataclass(frozen=True)
class Seen:
    """``wrong``: sentences. ``status`` and ``address``: what answered, and where one was led."""

    wrong: tuple[str, ...]
    title: str
    language: str
    status: int
    address: str


class Walk:
    """Through the screens of a house, in one browser: each person sees all of theirs in one window."""

    def __init__(self, base: str, names: Names, windows: dict[str, Page]) -> None:
        self._base, self._names, self._windows = base, names, windows
        self._seen: dict[str, Seen] = {}

    def page_of(self, who: str) -> Page:
        return self._windows[who]

    def open(self, screen: Screen) -> tuple[Page, Response]:
        """On a tablet, on light paper; what is folded is unfolded."""
        page = self._windows[screen.who]
        _size(page, TABLET)
        page.emulate_media(color_scheme="light")
        answer = _open(page, self._base, screen.path.format(**self._names), screen)
        _step(page, screen)
        _settle(page)
        page.evaluate(UNFOLD)
        return page, answer

    def look(self, screen: Screen) -> Seen:
        """Measured once, however often it is asked for."""
        if screen.name not in self._seen:
            page, answer = self.open(screen)
            said = page.title(), str(page.evaluate("document.documentElement.lang")), answer.status
            address = page.url.removeprefix(self._base).partition("?")[0]
            bring(page)
            measured = _measured_again if screen.is_again else _measured_opened if screen.steps else _measured
            wrong = measured(page)
            self._seen[screen.name] = Seen(tuple(dict.fromkeys(wrong)), *said, address)
        return self._seen[screen.name]


def _open(page: Page, base: str, path: str, screen: Screen) -> Response:
    if screen.method == "get":
        answer = page.goto(base + path)
    else:
        page.goto(f"{base}/me/")
        with page.expect_navigation() as going:
            page.evaluate(SEND, [path, screen.content])
        answer = going.value
    assert answer is not None, path
    return answer


def _step(page: Page, screen: Screen) -> None:
    for deed, selector, *text in screen.steps:
        where = page.locator(selector).first
        if deed == "click":
            where.click()
        elif deed == "fill":
            where.press_sequentially(text[0])
        else:
            where.wait_for()
        until(page, SETTLED)


def _measured(page: Page) -> list[str]:
    """On a tablet and on a telephone, on light and on dark paper."""
    wrong = found_by_axe(page) + found_by(page, "order", "errors", "motion", "focus")
    _settle(page)
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {each}" for each in found_by_axe(page, "color-contrast")]
    _size(page, PHONE)
    wrong += [f"phone, dark: {each}" for each in found_by_axe(page)]
    page.emulate_media(color_scheme="light")
    wrong += [f"phone: {each}" for each in found_by_axe(page, "color-contrast") + found_by(page, "focus", "spacing")]
    _size(page, NARROW)
    return wrong + found_by(page, "reflow")


def _measured_opened(page: Page) -> list[str]:
    """What was put into a page that is measured whole elsewhere: half of the ways to look at it."""
    wrong = found_by_axe(page) + found_by(page, "order", "errors", "focus")
    page.emulate_media(color_scheme="dark")
    _size(page, PHONE)
    wrong += [f"phone, dark: {each}" for each in found_by_axe(page)]
    _size(page, NARROW)
    return wrong + found_by(page, "reflow")


def _measured_again(page: Page) -> list[str]:
    """In another language words are longer, and forms may have lost their names; the colours are the same."""
    _size(page, PHONE)
    wrong = found_by_axe(page) + found_by(page, "errors", "spacing")
    _size(page, NARROW)
    return wrong + found_by(page, "reflow")


def _size(page: Page, shape: tuple[int, int]) -> None:
    page.set_viewport_size({"width": shape[0], "height": shape[1]})
    _settle(page)


def _settle(page: Page) -> None:
    """A list whose end comes into the window fetches more of itself, and a button is pale while it fetches."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")
    until(page, SETTLED)
