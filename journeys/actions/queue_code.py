"""The code that confirms who asks: a message of the service, to the address that the house knew before."""

from consent.models import IdentityChallenge
from consent.rights.identity import CODE_LIFE
from crm.models import Brand, Client
from journeys.actions.queue_message import queue_message
from journeys.models import Send
from journeys.queries.languages import language_of


def queue_identity_code(challenge: IdentityChallenge) -> Send | None:
    """One message for a challenge, dropped when the code could no longer be typed; None in a group without a brand."""
    client = challenge.request.client.canonical or challenge.request.client
    brand = challenge.request.brand or house_of(client)
    if brand is None:
        return None
    return queue_message(
        client,
        brand=brand,
        key=f"identity:{challenge.pk}",
        template="identity-code",
        language=language_of(client, brand),
        payload={"challenge": challenge.pk},
        contact_hash=challenge.contact_hash,
        channel=challenge.channel,
        at=challenge.asked_at,
        life=CODE_LIFE,
    )


def house_of(client: Client) -> Brand | None:
    """The house that has known the client longest; somebody whom no house knows is written to by the first."""
    known = client.relationships.select_related("brand").order_by("since", "pk").first()
    return known.brand if known else Brand.objects.order_by("pk").first()
