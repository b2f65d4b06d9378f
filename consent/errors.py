"""What consent refuses."""


class ConsentError(Exception):
    """A decision that may not stand. Codes: ``withdrawal_stands``, ``purpose_unknown``, ``contact_missing``,
    ``confirmation_superseded``, ``pause_invalid``, ``frequency_invalid``, ``question_not_sent``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
