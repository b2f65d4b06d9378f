"""What the identity graph refuses."""


class IdentityError(ValueError):
    """A value that identifies nobody. Codes: ``namespace_unknown``, ``value_blocked`` (a placeholder, or one that
    the house blocked), ``value_too_long``, ``email_invalid``, ``email_is_a_phone``, ``phone_invalid``,
    ``phone_is_an_email``; ``erased`` (its owner was erased since); of a cut that is undone, ``taken``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
