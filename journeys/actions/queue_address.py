"""The question to a new address: is it yours? A message of the service to an address that is nobody's yet."""

from datetime import datetime, timedelta

from consent.contact_hash import contact_hash
from crm.actions.own_data import OwnDataError
from crm.identity.new_address import NewAddress, sealed_address
from crm.models import Brand, Client
from journeys.actions.queue_message import queue_message
from journeys.models import Send
from journeys.queries.languages import language_of

TEMPLATE = "new-address"
LIFE = timedelta(hours=24)
MOST_A_DAY = 3


def queue_address_question(client: Client, new: NewAddress, *, brand: Brand, at: datetime) -> Send:
    """One message a day for an address, three a day for a client: the page writes to no stranger again and again.

    The address stands sealed in the row and in the link, and nowhere readable. Raises OwnDataError
    ``too_many_addresses``.
    """
    hashed = contact_hash("email", new.value)
    key = f"address:{client.pk}:{hashed[:32]}:{at.date().isoformat()}"
    lately = Send.objects.filter(client=client, template=TEMPLATE, due_at__gt=at - timedelta(days=1)).exclude(key=key)
    if lately.count() >= MOST_A_DAY:
        raise OwnDataError("too_many_addresses")
    return queue_message(
        client,
        brand=brand,
        key=key,
        template=TEMPLATE,
        language=language_of(client, brand),
        payload={"new_address": sealed_address(new)},
        contact_hash=hashed,
        at=at,
        life=LIFE,
    )
