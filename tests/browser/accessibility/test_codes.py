"""A code on the screen is read by a camera, on dark paper as on light."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from clienteling.lib.qr_reader import read_qr
from tests.browser.accessibility.house import Names
from tests.browser.accessibility.public import CONFIRMED
from tests.browser.accessibility.windows import window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("accessibility")]


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_the_code_of_the_second_factor_is_dark_on_white(
    browser: Browser, server: LiveServer, house: Names, paper: str
) -> None:
    with window_of(CONFIRMED, browser, server.url) as page:
        page.emulate_media(color_scheme="dark" if paper == "dark" else "light")
        page.goto(f"{server.url}/accounts/2fa/totp/activate/")
        picture = page.locator("img.qr").screenshot()

    assert Image.open(io.BytesIO(picture)).convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert (read_qr(picture) or "").partition("?")[0].startswith("otpauth://totp/")
