"""Who is behind calls that came under Global Privacy Control without an explicit consent: their no is kept."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from consent.actions.privacy_control import heed_privacy_control
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.ingest.calls import PreparedCall
from crm.ingest.identity import UID, Claim, clients_known_by
from crm.models import Client, Source

ORIGIN = "/v1/"
_UID = "C-"


class _Named(msgspec.Struct, rename="camel"):
    # Numbers are ids too, as everywhere in what arrives (crm.ingest.schema).
    anonymous_id: str | int | None = None
    user_id: str | int | None = None


_decode = msgspec.json.Decoder(_Named)


def heed_opted_out(source: Source, refused: Iterable[bytes], named: Iterable[PreparedCall], *, at: datetime) -> None:
    """``refused``: calls that were answered ``opted_out``; ``named``: those that say who is there and are stored.

    Whoever is known by them has their no in the ledger of the source's brand; of strangers nothing is kept.
    """
    claims = {claim for raw in refused for claim in _claims(raw, source)}
    clients = clients_known_by(claims) | {call.client_id for call in named if call.client_id}
    for client in Client.objects.live().filter(pk__in=clients).order_by("pk"):
        heed_privacy_control(client, brand=source.brand, origin=ORIGIN, at=at)


def _claims(raw: bytes, source: Source) -> list[Claim]:
    call = _decode.decode(raw)
    user_id = str(call.user_id or "")
    if user_id:
        return [(UID, user_id) if user_id.startswith(_UID) else ("crm", f"{source.brand.code}:{user_id}")]
    if source.is_shared_device:
        # Whoever stands before a tablet of the boutique today says nothing for whoever did yesterday.
        return []
    try:
        return [("anonymous", normalise_identifier("anonymous", str(call.anonymous_id or "")))]
    except IdentityError:
        return []
