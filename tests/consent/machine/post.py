"""A real mail server that remembers to whom it was given which message."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class Post:
    """``taken``: recipient and Message-ID of every message that was accepted, in its order."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.port = free_port()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message_id = str(message_from_bytes(envelope.original_content or b"")["Message-ID"] or "").strip()
        self.taken += [(recipient, message_id) for recipient in envelope.rcpt_tos]
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
