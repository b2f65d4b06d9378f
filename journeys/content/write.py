"""A message composed and rendered, or the reason why there is nothing to say."""

from dataclasses import dataclass, field
from typing import Any

from journeys.content.compose import compose_message
from journeys.content.errors import NothingToSay
from journeys.content.render import Rendered, render_message
from journeys.models import Send


@dataclass(frozen=True)
class Written:
    """``nothing`` is the code of what was missing; ``rendered`` is there whenever it is empty."""

    payload: dict[str, Any] = field(default_factory=dict)
    rendered: Rendered | None = None
    nothing: str = ""


def write_message(send: Send) -> Written:
    """What would go now."""
    try:
        payload = compose_message(send)
    except NothingToSay as reason:
        return Written(nothing=reason.code)
    return Written(payload, render_message(send, payload))
