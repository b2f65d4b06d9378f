"""Who says that identifiers belong to somebody, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Assertion:
    """``source``: a source code, a file, a form. ``asserted_by``: the messageId of the event, or a reference."""

    source: str
    asserted_at: datetime
    asserted_by: str = ""
