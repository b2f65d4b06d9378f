"""Write down who looked at a client."""

from collections.abc import Iterable, Sequence
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


def record_access_to_many(  # noqa: PLR0913  # what the log holds, all named
    client_ids: Iterable[int],
    *,
    user: "User | None" = None,
    api_key: str = "",
    action: str,
    fields: Sequence[str],
    why: str,
) -> int:
    """A look at each of these clients, as a list or a file shows them; returns how many.

    Each has an entry of their own: whoever asks "who saw me", or whom a stolen file concerns, is answered from them.
    """
    looked = {"user": user, "api_key": api_key, "action": action, "fields": list(fields), "why": why[:60]}
    request_id = current_request_id()
    entries = (AccessEntry(client_id=each, request_id=request_id, **looked) for each in client_ids)
    return len(AccessEntry.objects.bulk_create(entries, batch_size=5000))
