"""On which channels somebody is reached by an identifier."""

from consent.purposes import MARKETING_CHANNELS
from crm.models import Identifier
from crm.models.client import CHANNEL_NAMESPACES


def contacts_of(identifier: Identifier) -> list[tuple[str, str]]:
    """Each channel that writes to this identifier, with its value: a telephone is rung, texted and whatsapped."""
    return [
        (channel, identifier.value)
        for channel in MARKETING_CHANNELS
        if CHANNEL_NAMESPACES.get(channel, channel) == identifier.namespace
    ]
