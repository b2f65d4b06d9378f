"""What consent needs to know of a client, without importing the app that owns clients."""

from typing import Any, Protocol


class Subject(Protocol):
    """A client, as far as consent is concerned."""

    pk: Any
    uid: str

    def contact_point(self, channel: str) -> str | None: ...

    def contact_points(self, channel: str) -> list[str]: ...

    def verified_points(self, channel: str) -> list[str]: ...
