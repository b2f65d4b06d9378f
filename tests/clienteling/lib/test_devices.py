"""Where somebody is logged in, in their own words: no browser's description is shown as it came."""

import pytest

from clienteling.lib.devices import device_in_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
SAID = {
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/156.0.0.0 Safari/537.36": "Chrome on Linux",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/149.0.0.0 Safari/537.36 Edg/149.0": "Edge on Windows",
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/29.0 Chrome/130.0.0.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1": (
        "Safari on iPad"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Mac",
    "<script>alert(1)</script>": "A browser",
    "": "A browser",
}


@pytest.mark.parametrize(("user_agent", "words"), SAID.items(), ids=range(len(SAID)))
def test_a_device_is_called_as_a_person_calls_it(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words
