"""What consent needs to know of a client, without importing the app that owns clients."""

from datetime import datetime
from typing import Any, Protocol


class Subject(Protocol):
    """A client, as far as consent is concerned."""

    pk: Any
    uid: str

    def contact_point(self, channel: str) -> str | None: ...

    def contact_points(self, channel: str) -> list[str]: ...

    def verified_points(self, channel: str) -> list[str]: ...

    def address_known_before(self, channel: str, moment: datetime) -> str | None: ...
