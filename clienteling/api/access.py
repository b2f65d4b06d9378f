"""That a machine read what is known of a client."""

from collections.abc import Sequence

from rest_framework.request import Request

from clienteling.lib.request_id import current_request_id
from consent.actions.access import record_access
from crm.models import ApiKey, Client


def note_reading(request: Request, client: Client | None, *, fields: Sequence[str], why: str) -> None:
    """An entry in the access log under the key's prefix; without a client, that a list was read."""
    record_access(
        api_key=key_of(request).prefix,
        client=client,
        action="api_read",
        fields=fields,
        why=why[:60],
        request_id=current_request_id(),
    )


def key_of(request: Request) -> ApiKey:
    """The key that the call carries; no address of the interface is reached without one."""
    assert isinstance(request.auth, ApiKey)
    return request.auth
