"""A password from a breach is not taken; a service that is not there keeps nobody out.

The server here speaks the documented format of the range interface.
"""

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from crm.breached_passwords import MOST_BYTES, BreachedPasswordValidator, times_seen
from tests.ports import free_port

KNOWN, PADDED, UNKNOWN = "a passphrase of a breach", "a passphrase of the padding", "a passphrase of nobody else"
pytestmark = pytest.mark.django_db


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


class Range(BaseHTTPRequestHandler):
    """Knows one password, which it saw 52 times; pads with another."""

    asked: list[tuple[str, str | None]] = []
    answer: bytes | None = None
    status = 200

    def do_GET(self) -> None:
        prefix = self.path.rpartition("/")[2]
        type(self).asked.append((self.path, self.headers["Add-Padding"]))
        lines = ["0018A45C4D1DEF81644B54AB7F969B88D65:3"]
        lines += [f"{sha1(each)[5:]}:{count}" for each, count in ((KNOWN, 52), (PADDED, 0)) if sha1(each)[:5] == prefix]
        body = "\r\n".join(lines).encode() if self.answer is None else self.answer
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing on the terminal of the tests."""


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Range]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Range.asked, Range.answer, Range.status = [], None, 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Range)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.BREACHED_PASSWORDS_URL = f"http://127.0.0.1:{server.server_port}/range/"
    yield Range
    server.shutdown()
    server.server_close()


def codes(password: str) -> list[str | None]:
    try:
        validate_password(password)
    except ValidationError as error:
        return [each.code for each in error.error_list]
    return []


def test_a_password_from_a_breach_is_not_taken(service: type[Range]) -> None:
    assert (times_seen(KNOWN), codes(KNOWN), codes(UNKNOWN)) == (52, ["password_breached"], [])


def test_padding_is_no_breach(service: type[Range]) -> None:
    assert codes(PADDED) == []


def test_only_five_digits_of_the_hash_leave_the_house(service: type[Range]) -> None:
    times_seen(KNOWN)

    assert service.asked == [(f"/range/{sha1(KNOWN)[:5]}", "true")]


def test_without_an_address_nobody_is_asked(service: type[Range], settings: Settings) -> None:
    settings.BREACHED_PASSWORDS_URL = ""

    assert (codes(KNOWN), service.asked) == ([], [])


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [(503, b"", "http_503"), (302, b"", "http_302"), (200, b"A" * (MOST_BYTES + 1), "too_long")],
    ids=["not-there", "elsewhere", "without-end"],
)
def test_a_service_that_does_not_answer_keeps_nobody_out(
    service: type[Range], caplog: pytest.LogCaptureFixture, status: int, answer: bytes, reason: str
) -> None:
    service.status, service.answer = status, answer
    before = BreachedPasswordValidator.unanswered

    with caplog.at_level("WARNING", "crm.breached_passwords"):
        taken = codes(KNOWN)

    assert (taken, BreachedPasswordValidator.unanswered) == ([], before + 1)
    assert [each.getMessage() for each in caplog.records] == [
        f"A password was not held against known breaches: {reason} ({before + 1} so far)."
    ]


def test_a_service_that_is_gone_keeps_nobody_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.BREACHED_PASSWORDS_URL = f"http://127.0.0.1:{free_port()}/range/"

    with caplog.at_level("WARNING", "crm.breached_passwords"):
        taken = codes(KNOWN)

    assert (taken, len(caplog.records)) == ([], 1)
    assert KNOWN not in caplog.text


def test_whoever_sets_a_password_is_told_of_the_rule() -> None:
    assert BreachedPasswordValidator().get_help_text().endswith("breach elsewhere.")
