"""That an advisor spoke or wrote to a client."""

from datetime import datetime

from clienteling.models import Contact
from crm.models import Boutique, Client, User


def log_contact(  # noqa: PLR0913  # who, whom, where, how, what and when, all named
    client: Client, *, advisor: User, boutique: Boutique | None, channel: str, text: str, at: datetime
) -> Contact:
    return Contact.objects.create(
        client=client, advisor=advisor, boutique=boutique, channel=channel, text=text[:500], at=at
    )
