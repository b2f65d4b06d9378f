"""A form that cannot be read is refused by a page, whatever address it was sent to."""

import pytest
from django.test import Client as Browser

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=b"
FIELD = '--b\r\nContent-Disposition: form-data; name="a{}"{}\r\n\r\n1\r\n'
FILE = '; filename="x"'
UNREADABLE = {
    "charset": ("a=1", f"{FORM}; charset=utf-7"),
    "fields": ("&".join(f"a{number}=1" for number in range(1_500)), FORM),
    "megabytes": ("a=" + "x" * 3_000_000, FORM),
    "parts": ("".join(FIELD.format(number, "") for number in range(1_500)) + "--b--\r\n", BOUNDARY),
    "files": ("".join(FIELD.format(number, FILE) for number in range(150)) + "--b--\r\n", BOUNDARY),
}


@pytest.fixture
def browser() -> Browser:
    """One that has the cookie of the forms, so that what is sent is read for their token."""
    found = Browser(enforce_csrf_checks=True)
    found.get("/accounts/login/")
    return found


@pytest.mark.parametrize("what", sorted(UNREADABLE))
@pytest.mark.parametrize("address", ["/accounts/login/", "/app/sign-in/"])
def test_a_form_that_cannot_be_read_is_refused(browser: Browser, address: str, what: str) -> None:
    body, kind = UNREADABLE[what]

    answer = browser.generic("POST", address, body, content_type=kind)

    assert (answer.status_code, answer["X-Content-Type-Options"]) == (400, "nosniff")
    assert "form-action 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("what", sorted(UNREADABLE))
def test_where_there_is_no_page_nobody_reads_the_form(browser: Browser, what: str) -> None:
    body, kind = UNREADABLE[what]

    answer = browser.generic("POST", "/nothing/", body, content_type=kind)

    assert answer.status_code == 404
