"""One SMTP connection for many messages, with each step of the exchange in hand.

``smtplib.sendmail`` does the whole exchange in one call, and an exception from it does not say whether the server
may have the message. What decides is whether the content had begun to leave, so the steps are taken one by one:

1. MAIL and RCPT: whatever goes wrong here, the server has nothing.
2. ``before_content`` is called: the caller commits that the content is about to leave.
3. DATA, the content, the answer: an answer settles it, a silence leaves it unknown.
"""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from journeys.channels.errors import AnswerLost, FinalRefusal, RetryableRefusal

# The server of EMAIL_HOST.
DEFAULT = "default"


@dataclass(frozen=True)
class Mail:
    """An envelope and its content: CRLF lines, as they go over the wire."""

    sender: str
    recipient: str
    content: bytes


class EmailTransport:
    """Delivers mails over one connection, opened at the first and opened again after it was lost."""

    def __init__(self, server: str = DEFAULT) -> None:
        """``server``: a code of ``MAIL_SERVERS``, or the default of the settings. RetryableRefusal
        ``provider_not_configured`` for a code that the settings do not have."""
        if server != DEFAULT and server not in settings.MAIL_SERVERS:
            raise RetryableRefusal("provider_not_configured")
        self._backend = EmailBackend(**settings.MAIL_SERVERS.get(server, {}))

    def __enter__(self) -> "EmailTransport":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._backend.connection is not None:
            # Every message has its outcome by now: nothing depends on whether the server hears the goodbye.
            with suppress(OSError, smtplib.SMTPException):
                self._backend.connection.quit()
        self._hang_up()

    def deliver(self, mail: Mail, *, before_content: Callable[[], None]) -> None:
        """Returns once the server has taken the mail.

        RetryableRefusal or FinalRefusal when it certainly has not, AnswerLost when nobody knows. What
        ``before_content`` raises ends the exchange before the content left, and is raised on.
        """
        if not (mail.recipient.isascii() and mail.sender.isascii()):
            raise FinalRefusal("address_not_ascii")
        smtp = self._connect()
        self._say_envelope(smtp, mail)
        try:
            before_content()
        except BaseException:
            self._hang_up()
            raise
        self._say_content(smtp, mail.content)

    def _connect(self) -> smtplib.SMTP:
        try:
            self._backend.open()
        except smtplib.SMTPAuthenticationError as error:
            raise RetryableRefusal("provider_refused_login") from error
        except (OSError, smtplib.SMTPException) as error:
            raise RetryableRefusal("provider_unreachable") from error
        assert self._backend.connection is not None
        connection: smtplib.SMTP = self._backend.connection
        return connection

    def _say_envelope(self, smtp: smtplib.SMTP, mail: Mail) -> None:
        with self._losing_as(RetryableRefusal("connection_lost")):
            smtp.ehlo_or_helo_if_needed()
            self._expect(250, smtp.mail(mail.sender)[0], "sender")
            self._expect(250, smtp.rcpt(mail.recipient)[0], "recipient")

    def _say_content(self, smtp: smtplib.SMTP, content: bytes) -> None:
        with self._losing_as(RetryableRefusal("connection_lost")):
            self._expect(354, smtp.docmd("DATA")[0], "data")
        with self._losing_as(AnswerLost("answer_lost")):
            smtp.send(_dotted(content))
            answer = smtp.getreply()[0]
        self._expect(250, answer, "content")

    def _expect(self, wanted: int, answer: int, step: str) -> None:
        """Goes on, or tells a refusal for now (4yz) from one for ever (5yz), RFC 5321 section 4.2.1."""
        if answer == wanted or (wanted == 250 and 200 <= answer < 300):
            return
        # A fresh connection for the next mail costs a millisecond, and spares every question about this one's state.
        self._hang_up()
        if 500 <= answer < 600:
            raise FinalRefusal(f"{step}_refused_{answer}")
        raise RetryableRefusal(f"{step}_refused_{answer}")

    @contextmanager
    def _losing_as(self, meaning: RetryableRefusal | AnswerLost) -> Iterator[None]:
        try:
            yield
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise meaning from error

    def _hang_up(self) -> None:
        connection, self._backend.connection = self._backend.connection, None
        if connection is not None:
            connection.close()


def _dotted(content: bytes) -> bytes:
    """The content with leading dots doubled and the end of data after it, RFC 5321 section 4.5.2."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"
