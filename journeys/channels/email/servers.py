"""One connection to each mail server that a batch needs: clients of one region may have a server of their own."""

from types import TracebackType

from journeys.channels.email.transport import EmailTransport


class MailServers:
    """Transports by the server's code, each opened at its first mail."""

    def __init__(self) -> None:
        self._transports: dict[str, EmailTransport] = {}

    def transport(self, server: str) -> EmailTransport:
        """RetryableRefusal ``provider_not_configured``."""
        if server not in self._transports:
            self._transports[server] = EmailTransport(server)
        return self._transports[server]

    def __enter__(self) -> "MailServers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._transports.values():
            transport.__exit__(kind, error, trace)
