"""Reading the mails that the sink has kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

_NAME = re.compile(r"[\w.:,=-]{1,200}")
_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class Kept:
    """One mail: ``name`` is its file's name, ``at`` when it came in."""

    name: str
    at: datetime
    sender: str
    recipient: str
    subject: str
    message: EmailMessage

    @property
    def text(self) -> str:
        return _body(self.message, "plain")

    @property
    def html(self) -> str:
        return _body(self.message, "html")

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"] or "").strip()

    @property
    def list_unsubscribe(self) -> str:
        return str(self.message["List-Unsubscribe"] or "").strip()

    @property
    def links(self) -> list[str]:
        """The links of the text part, each once, in their order."""
        return list(dict.fromkeys(_LINK.findall(self.text)))


class MailStore:
    """A Maildir, newest mail first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mails(self, *, recipient: str = "", start: int = 0, limit: int = 24) -> list[Kept]:
        """One page of mails whose recipient's address holds ``recipient``."""
        wanted = recipient.strip().casefold()
        found = (mail for mail in self.all() if wanted in mail.recipient.casefold())
        return list(islice(found, start, start + limit))

    def mail(self, name: str) -> Kept | None:
        """The mail in the file of this name; None for a name that is not of a kept mail."""
        if not _NAME.fullmatch(name):
            return None
        path = next((each for each in self._files() if each.name == name), None)
        return _read(path) if path else None

    def delete(self, name: str) -> bool:
        """Whether a mail in the file of this name was there to be deleted."""
        path = next((each for each in self._files() if each.name == name), None)
        if path is not None:
            path.unlink(missing_ok=True)
        return path is not None

    def all(self) -> Iterator[Kept]:
        """Every mail, the newest first."""
        return (_read(path) for path in sorted(self._files(), key=_arrival, reverse=True))

    def _files(self) -> list[Path]:
        return [path for part in ("new", "cur") for path in (self._folder / part).glob("*") if path.is_file()]


def _arrival(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(path: Path) -> Kept:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Kept(
        name=path.name,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=str(message["From"] or ""),
        recipient=str(message["X-Envelope-To"] or message["To"] or ""),
        subject=str(message["Subject"] or ""),
        message=message,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
