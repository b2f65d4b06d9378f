"""What consent refuses."""


class ConsentError(Exception):
    """A decision that may not stand. Codes: ``withdrawal_stands``, ``purpose_unknown``, ``contact_missing``,
    ``confirmation_superseded``, ``pause_invalid``, ``frequency_invalid``, ``question_not_sent``,
    ``channel_unknown``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProtectionError(Exception):
    """What a protected client's page refuses. Codes: ``kind_unknown``, ``reason_too_short``, ``reason_too_long``,
    ``already_protected``, ``not_protected``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlertError(Exception):
    """Codes: ``already_asked``, ``already_explained``, ``explanation_missing``, ``explanation_too_long``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ResidenceError(Exception):
    """Codes: ``region_unknown``, ``reason_missing``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WechatError(Exception):
    """A call that is not heeded. Codes: ``signature_invalid``, ``signature_old``, ``too_large``, ``unreadable``,
    ``other_account``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
