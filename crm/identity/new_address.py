"""An address that a client typed on their own page and has not proved yet: sealed, so that it stands readable in no
row and in no link."""

import json
from dataclasses import asdict, dataclass

from clienteling.lib.sealing import seal, unseal

_PURPOSE = "new-address"


@dataclass(frozen=True)
class NewAddress:
    """``value``: the normalised e-mail; ``replaces``: one of the client's own whose place it takes, or empty."""

    uid: str
    value: str
    replaces: str = ""


def sealed_address(new: NewAddress) -> str:
    return seal(_PURPOSE, json.dumps(asdict(new)).encode())


def opened_address(sealed: str) -> NewAddress:
    """Raises SealError."""
    return NewAddress(**json.loads(unseal(_PURPOSE, sealed)))
