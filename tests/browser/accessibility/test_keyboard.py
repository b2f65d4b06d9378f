"""With the keys alone: nothing that is looked for by hand is out of reach, and the hands stay where they were."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility.screen import Screen
from tests.browser.accessibility.walk import SETTLED, Walk
from tests.browser.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("accessibility")]
CLIENT = Screen("/clients/{uid}/", "alice")
LONG = [Screen("/my-day/", "alice"), CLIENT, Screen("/segments/AURELLE/french/", "hana"), Screen("/shop/", "visitor")]
# The stops of the Tab key as they stand in the page, and where one is.
COUNT = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]'
  const firsts = new Set()
  const isFirst = ({name}) => !firsts.has(name) && firsts.add(name)
  window.stops = [...document.querySelectorAll(all)]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility())
    .filter((each) => each.type !== 'radio' || isFirst(each))
  document.activeElement.blur()
  return stops.length
}"""
HERE = "stops.indexOf(document.activeElement)"


def test_tab_goes_through_a_page_in_its_order_and_out_again(walk: Walk) -> None:
    for screen in LONG:
        page, _ = walk.open(screen)
        count = page.evaluate(COUNT)
        stops = []
        for _ in range(count):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(HERE))
        page.keyboard.press("Tab")
        beyond = page.evaluate(HERE)

        assert (screen.path, stops) == (screen.path, list(range(count)))
        assert beyond in {-1, 0}


def test_the_first_stop_leads_past_the_rail(walk: Walk) -> None:
    page, _ = walk.open(CLIENT)

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("part", ["tastes", "dates", "people"])
def test_whoever_opens_a_form_is_in_it_and_afterwards_back_where_it_was_opened(walk: Walk, part: str) -> None:
    page, _ = walk.open(CLIENT)
    link = page.locator(f"#{part} h2 .link")

    link.focus()
    page.keyboard.press("Enter")
    page.locator(f"#{part} form.stack").wait_for()
    until(page, SETTLED)
    inside = focus_is_in(page, f"#{part} form.stack")
    page.locator(f"#{part} form a:has-text('Not now')").focus()
    page.keyboard.press("Enter")
    link.wait_for()
    until(page, SETTLED)

    assert inside
    expect(link).to_be_focused()


def test_what_a_search_finds_is_said(walk: Walk) -> None:
    page, _ = walk.open(Screen("/clients/", "alice"))

    page.locator("#q").press_sequentially("laur")
    expect(page.locator("#said")).to_have_text(re.compile(r"\d clients?"))
    until(page, SETTLED)
    found = page.locator(".client-row").count()
    expect(page.locator("#said")).to_have_text(f"{found} client{'s' if found > 1 else ''}")
    page.locator("#q").press_sequentially("xxqq")
    expect(page.locator("#said")).to_have_text("Nobody found")
    expect(page.locator("#q")).to_be_focused()


def test_a_filter_of_the_shop_closes_by_escape_and_gives_the_focus_back(walk: Walk) -> None:
    page, _ = walk.open(Screen("/shop/products/", "visitor"))
    summary = page.locator("details.filter summary").first

    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = focus_is_in(page, "details.filter[open]")
    page.keyboard.press("Escape")

    assert inside
    expect(summary).to_be_focused()
    expect(page.locator("details.filter[open]")).to_have_count(0)


def test_letters_do_nothing_alone_once_they_are_turned_off(walk: Walk) -> None:
    page, _ = walk.open(Screen("/me/", "maya"))
    page.click("button[name=keys][value=off]")
    desk, _ = walk.open(Screen("/data-quality/duplicates/", "maya"))
    shown = desk.locator(".desk thead").inner_text()

    for key in ("j", "n", "m"):
        desk.keyboard.press(key)

    expect(desk.locator(".desk thead")).to_have_text(shown, use_inner_text=True)
    expect(desk.locator("kbd").first).to_be_hidden()
    walk.open(Screen("/me/", "maya"))
    page.click("button[name=keys][value=on]")


def focus_is_in(page: Page, selector: str) -> bool:
    return bool(page.evaluate("(selector) => !!document.activeElement.closest(selector)", selector))
