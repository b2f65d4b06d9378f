"""What the identity graph refuses."""


class IdentityError(ValueError):
    """A value that identifies nobody. Codes: ``namespace_unknown``, ``value_blocked`` (a placeholder),
    ``value_too_long``, ``email_invalid``, ``phone_invalid``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
