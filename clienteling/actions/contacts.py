"""That an advisor spoke or wrote to a client."""

from datetime import datetime

from django.db import transaction

from clienteling.models import Contact
from consent.queries.sensitive import may_keep_sensitive
from crm.actions.tastes import lock_live
from crm.models import Boutique, Client, User


@transaction.atomic
def log_contact(  # noqa: PLR0913  # who, whom, where, how, what and when, all named
    client: Client, *, advisor: User, boutique: Boutique | None, channel: str, text: str, at: datetime
) -> Contact:
    """That they spoke is kept always; in which words only where the client lets the house keep what is sensitive
    (decision 33). Raises ProfileError ``client_not_live``."""
    lock_live(client)
    if text and not may_keep_sensitive(client, brand=boutique.brand if boutique else None, at=at):
        text = ""
    return Contact.objects.create(
        client=client, advisor=advisor, boutique=boutique, channel=channel, text=text[:500], at=at
    )
