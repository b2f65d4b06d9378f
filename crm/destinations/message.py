"""What a receiver is told, as JSON.

``{"type": "audience.changed", "timestamp": ..., "data": {"audience": ..., "segment": ..., "brand": ..., "number": 3,
"entered": [{"uid": "C-..."}], "left": [...]}}``. Before a full sync comes one of the type ``audience.reset``: whatever
the receiver holds of this audience is void. Telling a thing twice changes nothing, and parts are told in their order.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

CHANGED, RESET = "audience.changed", "audience.reset"
Told = dict[str, str]


@dataclass(frozen=True)
class AudienceNews:
    """``audience`` is the number of the audience at this destination; ``number`` counts its messages from 1."""

    type: str
    audience: int
    segment: str
    brand: str
    number: int
    entered: Sequence[Told] = ()
    left: Sequence[Told] = ()


def message_body(news: AudienceNews, *, at: datetime) -> bytes:
    data = {
        "audience": news.audience, "segment": news.segment, "brand": news.brand, "number": news.number,
        "entered": list(news.entered), "left": list(news.left),
    }  # fmt: skip
    return json.dumps({"type": news.type, "timestamp": at.isoformat(), "data": data}, separators=(",", ":")).encode()
