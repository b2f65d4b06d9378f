"""The links of the messages that arrived: kept for years, clicked late, twice, and by whoever has the mailbox then."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.consent.machine.law import Place


@dataclass(frozen=True)
class Question:
    """``token`` asks for the yes of decision ``pending`` on ``place``; ``asked_at`` is when somebody typed it."""

    token: str
    pending: int
    place: Place
    asked_at: datetime
    arrived_at: datetime


@dataclass(frozen=True)
class Footer:
    """``token`` stops what this house writes to ``address``."""

    token: str
    address: str
    brand: int


@dataclass
class Letters:
    questions: list[Question] = field(default_factory=list)
    handed: list[Question] = field(default_factory=list)
    footers: list[Footer] = field(default_factory=list)
