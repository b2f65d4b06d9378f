"""An SMTP server that keeps what it is given."""

import asyncio
import mailbox
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class SinkHandler:
    """Stores each mail in a Maildir, one copy whoever it is for, before it says yes.

    ``slowness`` seconds pass between storing and answering, as with a busy provider.
    """

    def __init__(self, folder: Path, slowness: float = 0) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._box = mailbox.Maildir(folder, create=True)
        self._slowness = slowness

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        recipients = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        self._box.add(recipients.encode("ascii", "backslashreplace") + content)
        await asyncio.sleep(self._slowness)
        return "250 2.0.0 Kept"


def make_sink(folder: Path, *, host: str, port: int, slowness: float = 0) -> Controller:
    """A server, not yet started. ``start()`` listens in a thread and raises OSError where the port is taken."""
    return Controller(SinkHandler(folder, slowness), hostname=host, port=port, ready_timeout=10)
