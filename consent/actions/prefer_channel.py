"""The channel on which a client would rather be reached."""

from datetime import datetime
from typing import TYPE_CHECKING

from consent.errors import ConsentError
from consent.models import ContactPreference
from consent.purposes import MARKETING_CHANNELS
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


def prefer_channel(client: Subject, *, brand: "Brand", channel: str, at: datetime) -> None:
    """A wish, and no permission: ``may_contact`` is asked all the same. Empty takes the wish back.

    Raises ConsentError ``channel_unknown`` for a channel where the client has no address.
    """
    if channel and (channel not in MARKETING_CHANNELS or client.contact_point(channel) is None):
        raise ConsentError("channel_unknown")
    held = ContactPreference.objects.filter(client_id=client.pk, brand=brand)
    if not channel and not held.exists():
        return
    ContactPreference.objects.update_or_create(
        client_id=client.pk, brand=brand, defaults={"preferred_channel": channel, "changed_at": at}
    )
