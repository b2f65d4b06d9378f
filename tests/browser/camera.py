"""A camera that looks at a picture: Chromium plays a file of frames as its video device."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import FLAGS, chromium_path

FRAME = (640, 480)


def browser_with_camera(browser: Browser, film: Path) -> Browser:
    """A second Chromium whose camera, already allowed, plays this film. The film is read when the camera opens."""
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    return browser.browser_type.launch(executable_path=chromium_path(), args=[*FLAGS, *camera])


def film_of(picture: bytes, film: Path) -> None:
    """Write a motion JPEG of a PNG held before the camera, in the middle of a grey room."""
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    shown.thumbnail((380, 380))
    frame = Image.new("RGB", FRAME, (205, 200, 192))
    frame.paste(shown, ((FRAME[0] - shown.width) // 2, (FRAME[1] - shown.height) // 2))
    jpeg = io.BytesIO()
    frame.save(jpeg, "JPEG", quality=90)
    film.write_bytes(jpeg.getvalue() * 30)
