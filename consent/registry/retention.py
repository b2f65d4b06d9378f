"""How long data may stay, as one list of rules that every table's declaration chooses from."""

from dataclasses import dataclass
from enum import Enum

YEAR = 365


@dataclass(frozen=True)
class Bounds:
    """In days: what holds when the house sets nothing, and between which ends it may set something else."""

    days: int
    least: int
    most: int


class Retention(Enum):
    """``code``, words around the length, and bounds; without bounds nothing ends by the clock.

    What a house has set is in ``consent.retention.lengths``. Longest for prospects and behaviour: CNIL, deliberation
    2021-131, and its recommendation on trackers; invoices: ten years is the longest of the Union's tax laws.
    """

    NOT_PERSONAL = "not_personal", "No end: says nothing of a person", None
    RELATIONSHIP = (
        "relationship",
        "While the client is in touch; {} of a prospect’s silence end it",
        Bounds(3 * YEAR, YEAR, 5 * YEAR),
    )
    BUYER = (
        "buyer",
        "While the client is in touch; {} of a buyer’s silence end it, but for facts of sales",
        Bounds(10 * YEAR, 3 * YEAR, 20 * YEAR),
    )
    BEHAVIOUR = "behaviour", "{}: what was looked at, opened and clicked", Bounds(2 * YEAR, 30, 3 * YEAR)
    MESSAGE = "message", "{}: what was written to the client", Bounds(2 * YEAR, 90, 5 * YEAR)
    INVOICE = "invoice", "{}: facts of a sale that tax law wants kept", Bounds(10 * YEAR, 6 * YEAR, 12 * YEAR)
    EVIDENCE = "evidence", "{} after the last decision: proof of consent", Bounds(5 * YEAR, 3 * YEAR, 10 * YEAR)
    SECURITY = "security", "{}: who looked at whom", Bounds(2 * YEAR, YEAR, 5 * YEAR)
    SHORT = "short", "{}: traces of machines at work", Bounds(90, 30, 180)
    STAFF = "staff", "As long as the person works here", None

    def __init__(self, code: str, around: str, bounds: Bounds | None) -> None:
        self.code = code
        self.around = around
        self.bounds = bounds

    @property
    def words(self) -> str:
        """With the length that holds when the house sets nothing."""
        return self.worded(self.bounds.days if self.bounds else None)

    def worded(self, days: int | None) -> str:
        return self.around.format(in_words(days)) if days else self.around


def in_words(days: int) -> str:
    """1095 as ``3 years``, 90 as ``90 days``."""
    if days % YEAR:
        return f"{days} days"
    return f"{days // YEAR} year" if days == YEAR else f"{days // YEAR} years"
