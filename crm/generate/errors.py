"""Why a house was not generated."""


class GenerateError(Exception):
    """``code``: production, not_empty, maker_died."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
