"""WCAG 2.2 AA on every screen: on a tablet and a telephone, on light and on dark paper (decision 35)."""

import pytest

from tests.browser.accessibility.screen import Screen
from tests.browser.accessibility.screens import NO_PAGE, PARTS, SCREENS, UNSEEN
from tests.browser.accessibility.walk import Walk
from tests.matrix import ROWS
from tests.matrix.addresses import API, INGEST, ROUTES

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("accessibility")]
# As they are opened by their address: errors answer anywhere, and what htmx puts in may have an address of its own.
OF_AN_ADDRESS = [
    screen for screen in SCREENS
    if (screen.status, screen.method) == (200, "get") and (screen.route or not screen.steps)
]  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.name for screen in SCREENS])
def test_the_screen_keeps_nobody_out(screen: Screen, walk: Walk) -> None:
    seen = walk.look(screen)

    assert seen.wrong == ()
    assert (seen.status, seen.language) == (screen.status, screen.language)


def test_no_two_addresses_have_one_title(walk: Walk) -> None:
    """WCAG 2.4.2. Shop, app, staff and the client's own page are four places: each is compared with itself."""
    addresses: dict[tuple[str, str], set[str]] = {}
    for screen in OF_AN_ADDRESS:
        seen = walk.look(screen)
        place = screen.path.split("/")[1] if screen.who in {"visitor", "member"} else screen.language
        addresses.setdefault((place, seen.title), set()).add(seen.address)

    assert {title: sorted(found) for title, found in addresses.items() if len(found) > 1} == {}


def test_every_address_is_a_screen_or_is_known_to_be_none() -> None:
    seen = {screen.route for screen in SCREENS}
    by_post_alone = {row.route for row in ROWS} - {row.route for row in ROWS if row.method == "get"}
    elsewhere = (*API, *INGEST, "admin/", "hooks/")

    missing = [
        route for route in ROUTES
        if not route.startswith(elsewhere) and route not in seen | by_post_alone | NO_PAGE | set(PARTS) | set(UNSEEN)
    ]  # fmt: skip
    assert missing == []
    assert sorted((NO_PAGE | set(PARTS) | set(UNSEEN)) - set(ROUTES)) == []
