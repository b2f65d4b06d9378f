"""A real mail server that remembers to whom it was given which message."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

_ASKS = re.compile("/preferences/confirm/([^/]+)/")
_FOOTER = re.compile("/preferences/([^/]+)/unsubscribe/")


@dataclass(frozen=True)
class Letter:
    """``asks``, ``footer``: the tokens of its links, where it has them."""

    recipient: str
    message_id: str
    asks: str
    footer: str


class Post:
    """``taken``: every message that was accepted, in its order."""

    def __init__(self) -> None:
        self.taken: list[Letter] = []
        self.port = free_port()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = message.get_body(("plain",))
        asks = _ASKS.search(body.get_content() if body else "")
        footer = _FOOTER.search(str(message["List-Unsubscribe"] or ""))
        message_id = str(message["Message-ID"] or "").strip()
        for recipient in envelope.rcpt_tos:
            self.taken.append(Letter(recipient, message_id, *(each[1] if each else "" for each in (asks, footer))))
        return "250 2.0.0 Kept"


@contextmanager
def open_post() -> Iterator[Post]:
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=post.port, ready_timeout=10)
    server.start()
    try:
        yield post
    finally:
        server.stop()
