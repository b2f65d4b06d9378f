"""One accepted call, as it will stand in the database."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Person:
    """What the traits of a call say of who it is. Goes to the client and the identifiers, never to the row."""

    user_id: str = ""
    email: str = ""
    phone: str = ""
    given_name: str = ""
    family_name: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether it claims to be somebody, and not only some visitor."""
        return bool(self.user_id or self.email or self.phone or self.others)


@dataclass(slots=True)
class PreparedCall:
    """``properties`` and ``context`` are JSON texts without personal data. The ids are found later."""

    index: int
    message_id: str
    type: str
    name: str
    anonymous_id: str
    timestamp: datetime
    original_timestamp: datetime | None
    sent_at: datetime | None
    properties: str = "{}"
    context: str = "{}"
    id: str = ""
    person: Person = field(default_factory=Person)
    client_id: int | None = None
    warnings: list[str] = field(default_factory=list)
