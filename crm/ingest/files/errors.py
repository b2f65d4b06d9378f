"""What can be wrong with a file as a whole, and with one of its cells. Every ``code`` is stable."""

from dataclasses import dataclass


class ImportFileError(Exception):
    """The import cannot go on. What was settled before is kept, and the same command continues from there."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class CellError(Exception):
    """One line cannot be kept; the others can."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Reject:
    """A line of the file that was not kept. ``line`` counts from 1, the header included."""

    line: int
    code: str
    reason: str
