"""What each way of failing says about whether the provider may have the mail."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clienteling.mailsink.server import make_sink
from clienteling.mailsink.store import MailStore
from journeys.channels.email.transport import EmailTransport, Mail
from journeys.channels.errors import AnswerLost, DeliveryError, FinalRefusal, RetryableRefusal
from tests.ports import free_port

MAIL = Mail("house@aurelle.example", "camille@mail.example", b"Subject: Hello\r\n\r\n.dots\r\n.\r\nend\r\n")


class ScriptedServer:
    """A real socket that answers each command as told. An answer of None closes the connection instead."""

    def __init__(self, **answers: str | None) -> None:
        self._answers = {"HELLO": "250 hello", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "END": "250 ok"}
        self._answers.update(answers)  # type: ignore[arg-type]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.content: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk: Any) -> None:
        talk.write(b"220 ready\r\n")
        talk.flush()
        while line := talk.readline():
            word = line[:4].strip().upper().decode()
            if word == "QUIT" or not self._say(talk, "HELLO" if word in ("EHLO", "HELO") else word):
                return
            if word == "DATA" and not self._take_content(talk):
                return

    def _take_content(self, talk: Any) -> bool:
        if not str(self._answers["DATA"]).startswith("354"):
            return True
        lines = []
        while (line := talk.readline()) and line != b".\r\n":
            lines.append(line)
        self.content.append(b"".join(lines))
        return self._say(talk, "END")

    def _say(self, talk: Any, word: str) -> bool:
        answer = self._answers[word]
        if answer is None:
            return False
        talk.write(f"{answer}\r\n".encode())
        talk.flush()
        return True

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def handed_over() -> list[str]:
    return []


@pytest.fixture
def servers() -> Iterator[list[ScriptedServer]]:
    started: list[ScriptedServer] = []
    yield started
    for server in started:
        server.close()


@pytest.mark.parametrize(
    ("answers", "failure", "code", "had_left"),
    [
        ({"MAIL": "451 later"}, RetryableRefusal, "sender_refused_451", False),
        ({"RCPT": "550 nobody"}, FinalRefusal, "recipient_refused_550", False),
        ({"RCPT": "450 full"}, RetryableRefusal, "recipient_refused_450", False),
        ({"RCPT": None}, RetryableRefusal, "connection_lost", False),
        ({"DATA": "452 no room"}, RetryableRefusal, "data_refused_452", True),
        ({"DATA": None}, RetryableRefusal, "connection_lost", True),
        ({"END": "554 spam"}, FinalRefusal, "content_refused_554", True),
        ({"END": "421 closing"}, RetryableRefusal, "content_refused_421", True),
        ({"END": None}, AnswerLost, "answer_lost", True),
    ],
)
def test_a_failure_says_whether_the_provider_may_have_it(
    answers: dict[str, str | None],
    failure: type[DeliveryError],
    code: str,
    had_left: bool,
    servers: list[ScriptedServer],
    handed_over: list[str],
    settings: Any,
) -> None:
    servers.append(ScriptedServer(**answers))
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers[0].port

    with EmailTransport() as transport, pytest.raises(failure) as raised:
        transport.deliver(MAIL, before_content=lambda: handed_over.append("now"))

    assert (raised.value.code, handed_over) == (code, ["now"] if had_left else [])


def test_nothing_leaves_when_the_caller_may_not_hand_over(servers: list[ScriptedServer], settings: Any) -> None:
    servers.append(ScriptedServer())
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers[0].port

    def refuse() -> None:
        raise LookupError("the lease was lost")

    with EmailTransport() as transport, pytest.raises(LookupError):
        transport.deliver(MAIL, before_content=refuse)

    assert servers[0].content == []


def test_leading_dots_travel_doubled(servers: list[ScriptedServer], settings: Any) -> None:
    servers.append(ScriptedServer())
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers[0].port

    with EmailTransport() as transport:
        transport.deliver(MAIL, before_content=lambda: None)

    assert servers[0].content == [b"Subject: Hello\r\n\r\n..dots\r\n..\r\nend\r\n"]


def test_many_mails_share_a_connection_and_a_refused_one_does_not_stop_the_next(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    server = make_sink(tmp_path / "mail", host="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    strange = Mail(MAIL.sender, "camïlle@mail.example", MAIL.content)

    with EmailTransport() as transport:
        transport.deliver(MAIL, before_content=lambda: None)
        with pytest.raises(FinalRefusal) as raised:
            transport.deliver(strange, before_content=lambda: None)
        transport.deliver(MAIL, before_content=lambda: None)
    server.stop()

    assert raised.value.code == "address_not_ascii"
    assert [mail.text for mail in MailStore(tmp_path / "mail").mails()] == [".dots\n.\nend\n"] * 2
