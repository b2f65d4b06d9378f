from io import BytesIO

import pytest
import qrcode
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image

from clienteling.actions.check_in import issue_code
from clienteling.lib.qr import qr_svg
from clienteling.models import Visit
from crm.models import Client, User


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def frame_of(text: str, kind: str = "JPEG") -> bytes:
    target = BytesIO()
    qrcode.make(text).get_image().convert("RGB").save(target, kind)
    return target.getvalue()


def post_frame(browser: Browser, frame: bytes) -> tuple[int, dict[str, str]]:
    answer = browser.post("/check-in/frame/", frame, content_type="image/jpeg")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_frame_with_a_code_opens_the_clients_page(client: Browser, alice: User, camille: Client, kind: str) -> None:
    client.force_login(alice)
    code = issue_code(camille, at=timezone.now())

    status, answer = post_frame(client, frame_of(code, kind))

    assert (status, answer) == (200, {"state": "found", "url": f"/clients/{camille.uid}/"})
    assert Visit.objects.get().method == "qr"


def test_a_frame_without_a_code_says_that_it_looks_on(client: Browser, alice: User) -> None:
    client.force_login(alice)
    target = BytesIO()
    Image.new("RGB", (640, 480), "white").save(target, "JPEG")

    assert post_frame(client, target.getvalue()) == (200, {"state": "looking"})


@pytest.mark.parametrize(
    ("frame", "status", "code"),
    [(b"not a picture", 400, "frame_unreadable"), (b"x" * 300_001, 413, "frame_too_large")],
)
def test_a_frame_that_is_no_picture_is_refused(
    client: Browser, alice: User, frame: bytes, status: int, code: str
) -> None:
    client.force_login(alice)

    answered, body = post_frame(client, frame)

    assert (answered, body["code"]) == (status, code)


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(client: Browser, alice: User) -> None:
    client.force_login(alice)
    target = BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")

    answered, body = post_frame(client, target.getvalue())

    assert (answered, body["code"]) == (413, "frame_too_large")


def test_a_frame_sent_as_a_form_is_refused_in_words(client: Browser, alice: User) -> None:
    client.force_login(alice)

    answer = client.post("/check-in/frame/", {"frame": BytesIO(frame_of("anything"))})

    assert (answer.status_code, answer.json()["code"]) == (400, "frame_unreadable")
    assert Visit.objects.count() == 0


def test_somebody_elses_code_is_refused_in_words(client: Browser, alice: User) -> None:
    client.force_login(alice)

    status, answer = post_frame(client, frame_of("https://example.com/"))

    assert (status, answer["state"], answer["code"]) == (422, "refused", "code_unknown")
    assert Visit.objects.count() == 0


def test_a_typed_code_opens_the_clients_page(client: Browser, alice: User, camille: Client) -> None:
    client.force_login(alice)
    code = issue_code(camille, at=timezone.now())

    answer = client.post("/check-in/code/", {"code": code})

    assert answer.headers["Location"] == f"/clients/{camille.uid}/"
    assert Visit.objects.get().method == "code"


def test_a_wrong_code_keeps_what_was_typed(client: Browser, alice: User) -> None:
    client.force_login(alice)

    answer = client.post("/check-in/code/", {"code": "WRONGCODE2"})

    assert answer.status_code == 422
    assert 'value="WRONGCODE2"' in answer.content.decode()
    assert Visit.objects.count() == 0


def test_a_privacy_officer_checks_nobody_in(client: Browser, petra: User, camille: Client) -> None:
    client.force_login(petra)
    code = issue_code(camille, at=timezone.now())

    answer = client.post("/check-in/code/", {"code": code})

    assert answer.status_code == 403
    assert Visit.objects.count() == 0


def test_the_code_on_the_phone_carries_only_the_code_and_is_read_back() -> None:
    svg = qr_svg("K7QFZ2M9XB", label='Card "of" Camille')

    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="qr"')
    assert "style" not in svg
    assert "Card &quot;of&quot; Camille" in svg
