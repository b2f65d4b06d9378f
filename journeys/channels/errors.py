"""How a provider can fail a message. Which class it is decides whether it may be sent again."""


class DeliveryError(Exception):
    """Base: ``code`` is stable and free of personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RetryableRefusal(DeliveryError):
    """The provider certainly does not have the message, and may take it later."""


class FinalRefusal(DeliveryError):
    """The provider certainly does not have the message, and never will take it."""


class AnswerLost(DeliveryError):
    """The content left and no answer came: the provider may have the message."""
