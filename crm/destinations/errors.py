"""What can be wrong with a destination, or with a delivery to it."""


class DestinationError(ValueError):
    """Codes: not_https, no_host, address_refused, unknown_host, unknown_purpose, unknown_channel, name_missing,
    already_sent_there, name_taken, unknown_choice, other_brand."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DeliveryError(Exception):
    """A delivery that did not arrive, or of which nobody knows. Codes: timeout, unreachable, address_refused,
    unknown_host, too_slow, or ``http_500`` and the like. ``wait`` is what the receiver asked for, in seconds."""

    def __init__(self, code: str, wait: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait
