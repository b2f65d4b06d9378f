"""Reading what the demonstration sent."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from clienteling.mailsink.server import make_sink
from clienteling.mailsink.store import MailStore
from tests.ports import free_port

HTML = '<p>Hello <a href="https://aurelle.example/app/hello/abc/">app</a><script>alert(1)</script></p>'


def mail_to(recipient: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Aurelle <clients@aurelle.example>", recipient, subject
    message["Message-ID"] = f"<{subject.lower()}@aurelle.example>"
    message.set_content("Bonjour é\n\nhttps://aurelle.example/app/hello/abc/\n")
    message.add_alternative(HTML, subtype="html")
    return message


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> MailStore:
    """Two mails that came in by SMTP."""
    settings.MAIL_SINK_FOLDER = tmp_path / "mail"
    port = free_port()
    server = make_sink(settings.MAIL_SINK_FOLDER, host="127.0.0.1", port=port)
    server.start()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(mail_to("camille@mail.example", "First"))
        smtp.send_message(mail_to("maya@mail.example", "Second"))
    server.stop()
    return MailStore(settings.MAIL_SINK_FOLDER)


def test_the_newest_mail_stands_first(kept: MailStore) -> None:
    mails = kept.mails()

    assert [(mail.subject, mail.recipient) for mail in mails] == [
        ("Second", "maya@mail.example"),
        ("First", "camille@mail.example"),
    ]
    assert mails[1].links == ["https://aurelle.example/app/hello/abc/"]
    assert [mail.subject for mail in kept.mails(start=1, limit=1)] == ["First"]


def test_mails_are_found_by_recipient(kept: MailStore, client: Browser, db: None) -> None:
    shown = client.get("/demo/mail/", {"to": "CAMILLE"})

    assert [mail.subject for mail in shown.context["mails"]] == ["First"]


def test_a_mail_is_read_in_a_frame_that_runs_nothing(kept: MailStore, client: Browser, db: None) -> None:
    name = kept.mails()[0].name

    page = client.get(f"/demo/mail/{name}/")
    frame = client.get(f"/demo/mail/{name}/html/")

    assert (page.status_code, page.content.decode().count(f'src="/demo/mail/{name}/html/"')) == (200, 1)
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "sandbox allow-top-navigation-by-user-activation allow-popups" in frame["Content-Security-Policy"]
    assert "script-src" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["..", "nothing", "%2e%2e%2fetc%2fpasswd", "a" * 300])
def test_no_other_file_can_be_read(kept: MailStore, client: Browser, db: None, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["", "x/", "x/html/"])
def test_outside_a_demonstration_there_is_no_such_page(client: Browser, settings: Any, db: None, path: str) -> None:
    settings.IS_DEMONSTRATION = False

    assert client.get(f"/demo/mail/{path}").status_code == 404


def test_before_the_first_mail_the_page_says_how_to_get_one(
    client: Browser, settings: Any, tmp_path: Path, db: None
) -> None:
    settings.MAIL_SINK_FOLDER = tmp_path / "none"

    assert "No mail yet." in client.get("/demo/mail/").content.decode()
