"""Write down who looked at a client."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clienteling.lib.request_id import current_request_id
from consent.models import AccessEntry
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User


def record_access(  # noqa: PLR0913  # what the log holds, all named
    *,
    user: "User | None" = None,
    api_key: str = "",
    client: Subject | None,
    action: str,
    fields: Sequence[str] = (),
    why: str = "",
    request_id: str = "",
) -> AccessEntry:
    """One look at a client, or at a list of them (client None). ``fields`` are groups of fields, never values.

    Call it in the transaction that reads, so that nothing is shown which is not written down.
    """
    return AccessEntry.objects.create(
        user=user,
        api_key=api_key,
        client_id=client.pk if client else None,
        action=action,
        fields=list(fields),
        why=why,
        request_id=request_id or current_request_id(),
    )
