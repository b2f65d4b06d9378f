"""How long data may stay, as one list of rules that every table's declaration chooses from."""

from enum import Enum


class Retention(Enum):
    """``code, words``. What ends at which moment is decided in ``consent.retention`` and set per house."""

    NOT_PERSONAL = "not_personal", "No end: says nothing of a person"
    RELATIONSHIP = "relationship", "As long as the client is in touch; three years of silence end it"
    BEHAVIOUR = "behaviour", "Two years: what was looked at, opened and clicked"
    MESSAGE = "message", "Two years: what was written to the client"
    INVOICE = "invoice", "Ten years: facts of a sale that tax law wants kept"
    EVIDENCE = "evidence", "Five years after the last decision: proof of consent"
    SECURITY = "security", "Two years: who looked at whom"
    SHORT = "short", "Ninety days: traces of machines at work"
    STAFF = "staff", "As long as the person works here"

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words
