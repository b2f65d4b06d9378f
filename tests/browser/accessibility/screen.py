"""A screen to be looked at."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Screen:
    """``who`` looks at ``path``, in which the house fills in the names, and does ``steps`` there.

    ``content`` is what a form sends to it. ``steps``: ``("click", selector)``, ``("fill", selector, text)`` or
    ``("see", selector)``. ``is_again``: the same page in another language, of which the colours are known.
    """

    path: str
    who: str
    method: str = "get"
    content: dict[str, Any] = field(default_factory=dict)
    route: str = ""
    status: int = 200
    language: str = "en"
    steps: tuple[tuple[str, ...], ...] = ()
    is_again: bool = False
    state: str = ""

    @property
    def name(self) -> str:
        words = ("" if self.method == "get" else self.method, self.path, self.state, self.who)
        return " ".join(word for word in words if word)
