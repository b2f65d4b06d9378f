"""Why a message is not written."""


class NothingToSay(Exception):
    """The message would hold nothing worth the client's time; ``code`` says what was missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
